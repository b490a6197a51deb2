library(httr2)

address <- "{{ address }}/api/v1/progress?programme=ips&format=csv"

answer <- req_perform(request(address))
etag <- resp_header(answer, "ETag")

# Next time, tomorrow say: the file comes only when it is another one.
again <- req_perform(req_headers(request(address), `If-None-Match` = etag))
if (resp_status(again) == 200) {
  # Codes are text, or 01E would be read as the number 1; flags are TRUE and FALSE.
  types <- c(area = "character", period = "character")
  figures <- read.csv(text = resp_body_string(again), na.strings = "", colClasses = types)
}

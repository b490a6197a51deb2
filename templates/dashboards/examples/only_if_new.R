library(httr2)

address <- "{{ address }}/api/v1/progress?programme=ips&format=csv"

answer <- req_perform(request(address))
etag <- resp_header(answer, "ETag")

# Next time, tomorrow say: the file comes only when it is another one.
again <- req_perform(req_headers(request(address), `If-None-Match` = etag))
if (resp_status(again) == 200) {
  figures <- read.csv(text = resp_body_string(again), na.strings = "")
}

library(jsonlite)

address <- "{{ address }}/api/v1/progress?indicator=ips-access&area_type=icb&from=2022-23-Q1"

pages <- list()
while (!is.null(address)) {
  page <- fromJSON(address)
  pages[[length(pages) + 1]] <- page$rows
  address <- page$meta$`next`
}
figures <- rbind_pages(pages)

# A figure that is missing is NA, never 0, and the marker says why.
tail(figures[c("area_name", "period", "actual", "marker")])

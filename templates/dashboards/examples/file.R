address <- "{{ address }}/api/v1/progress?programme=ips&illustrative=true&format=csv"
figures <- read.csv(address, na.strings = "", fileEncoding = "UTF-8")

table(figures$status, figures$area_type)

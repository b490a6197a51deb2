address <- "{{ address }}/api/v1/progress?indicator=ips-access&area=ENG&from=2022-23-Q1&format=csv"

now <- read.csv(address, na.strings = "")
then <- read.csv(paste0(address, "&as_at=2024-03-31"), na.strings = "")

merge(then, now, by = "period", suffixes = c("_then", "_now"))[c("period", "actual_then", "actual_now")]

address <- "{{ address }}/api/v1/progress?indicator=ips-access&area=ENG&from=2022-23-Q1&format=csv"
# Codes are text, or 01E would be read as the number 1; flags are TRUE and FALSE.
types <- c(area = "character", period = "character")

now <- read.csv(address, na.strings = "", fileEncoding = "UTF-8-BOM", colClasses = types)
then <- read.csv(paste0(address, "&as_at=2024-03-31"), na.strings = "", fileEncoding = "UTF-8-BOM", colClasses = types)

merge(then, now, by = "period", suffixes = c("_then", "_now"))[c("period", "actual_then", "actual_now")]

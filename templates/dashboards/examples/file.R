address <- "{{ address }}/api/v1/progress?programme=ips&format=csv"
# Codes are text, or 01E would be read as the number 1; flags are TRUE and FALSE.
types <- c(area = "character", period = "character")
figures <- read.csv(address, na.strings = "", fileEncoding = "UTF-8-BOM", colClasses = types)

table(figures$status, figures$area_type)

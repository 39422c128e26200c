module aboveboard

go 1.24

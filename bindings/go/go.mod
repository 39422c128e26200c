module aboveboard.invalid/aboveboard

go 1.24

module gauntlet.example/lab/dummy

go 1.24

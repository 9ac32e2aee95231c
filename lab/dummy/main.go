// A container that does what a test tells it: over HTTP on :8080, or by its arguments. Standard library only, so that it builds in seconds.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

var eaten [][]byte

func main() {
	// `dummy has PATH` is what exec probes run.
	if len(os.Args) == 3 && os.Args[1] == "has" {
		if _, err := os.Stat(os.Args[2]); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	// `dummy eat MIB` is what a dummy starts to have its memory eaten by a child.
	if len(os.Args) == 3 && os.Args[1] == "eat" {
		mib, err := strconv.Atoi(os.Args[2])
		check(err)
		eat(mib)
		time.Sleep(time.Hour)
	}
	say := flag.String("say", "", "prints this line first")
	exit := flag.Int("exit", -1, "ends with this code")
	after := flag.Duration("after", 0, "how long it runs before -exit")
	writeTo := flag.String("write", "", "writes its -say into this file too")
	deaf := flag.Bool("ignore-term", false, "does not end on SIGTERM")
	series := flag.Int("series", 0, "tells so many series at /metrics")
	flag.Parse()
	fmt.Println("started", *say)
	if *writeTo != "" {
		check(os.WriteFile(*writeTo, []byte(*say), 0o644))
	}
	terms := make(chan os.Signal, 1)
	signal.Notify(terms, syscall.SIGTERM)
	go func() {
		for range terms {
			fmt.Println("SIGTERM")
			if !*deaf {
				os.Exit(0)
			}
		}
	}()
	if *exit >= 0 {
		time.Sleep(*after)
		os.Exit(*exit)
	}
	serve(*series)
}

func eat(mib int) {
	chunk := make([]byte, mib<<20)
	for at := 0; at < len(chunk); at += 4096 {
		chunk[at] = 1
	}
	eaten = append(eaten, chunk)
}

func serve(series int) {
	serveMetrics(series)
	var status atomic.Int64
	status.Store(200)
	http.HandleFunc("/status", func(w http.ResponseWriter, r *http.Request) {
		if to := r.FormValue("to"); to != "" {
			code, err := strconv.Atoi(to)
			check(err)
			status.Store(int64(code))
		} else {
			w.WriteHeader(int(status.Load()))
		}
	})
	http.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		if text := r.FormValue("write"); text != "" {
			answer(w, "written", os.WriteFile(r.FormValue("path"), []byte(text), 0o644))
			return
		}
		content, err := os.ReadFile(r.FormValue("path"))
		answer(w, string(content), err)
	})
	http.HandleFunc("/fill", func(w http.ResponseWriter, r *http.Request) {
		mib, err := strconv.Atoi(r.FormValue("mib"))
		check(err)
		answer(w, "filled", os.WriteFile(r.FormValue("path"), make([]byte, mib<<20), 0o644))
	})
	http.HandleFunc("/env", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, os.Getenv(r.FormValue("name"))) })
	http.HandleFunc("/args", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "%q", os.Args[1:]) })
	http.HandleFunc("/hostname", func(w http.ResponseWriter, r *http.Request) {
		name, err := os.Hostname()
		answer(w, name, err)
	})
	http.HandleFunc("/lookup", func(w http.ResponseWriter, r *http.Request) {
		found, err := net.LookupHost(r.FormValue("name"))
		answer(w, fmt.Sprint(found), err)
	})
	http.HandleFunc("/srv", func(w http.ResponseWriter, r *http.Request) {
		_, found, err := net.LookupSRV("", "", r.FormValue("name"))
		text := ""
		for _, one := range found {
			text += fmt.Sprintf("%s:%d\n", one.Target, one.Port)
		}
		answer(w, text, err)
	})
	http.HandleFunc("/get", func(w http.ResponseWriter, r *http.Request) {
		client := http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
		reply, err := client.Get(r.FormValue("url"))
		if err != nil {
			answer(w, "", err)
			return
		}
		reply.Body.Close()
		answer(w, fmt.Sprint(reply.StatusCode), nil)
	})
	http.HandleFunc("/print", func(w http.ResponseWriter, r *http.Request) { fmt.Println(r.FormValue("line")) })
	http.HandleFunc("/exit", func(w http.ResponseWriter, r *http.Request) {
		code, err := strconv.Atoi(r.FormValue("code"))
		check(err)
		go func() { time.Sleep(50 * time.Millisecond); os.Exit(code) }()
	})
	http.HandleFunc("/eat", func(w http.ResponseWriter, r *http.Request) {
		mib, err := strconv.Atoi(r.FormValue("mib"))
		check(err)
		if r.FormValue("child") != "" {
			check(exec.Command(os.Args[0], "eat", r.FormValue("mib")).Start())
			return
		}
		eat(mib)
	})
	check(http.ListenAndServe(":8080", nil))
}

// Every sample tells by its value in which scrape it was told, so that whoever has some of them knows which are missing: the first scrape has 1.
// Ten series each are what rules of the guide ask for; the value of those means nothing.
func serveMetrics(series int) {
	var scrapes atomic.Int64
	http.HandleFunc("/metrics", func(w http.ResponseWriter, r *http.Request) {
		out := bufio.NewWriter(w)
		defer out.Flush()
		number := scrapes.Add(1)
		fmt.Fprintln(out, "# TYPE container_cpu_usage_seconds_total counter")
		fmt.Fprintln(out, "# TYPE container_memory_usage_bytes gauge")
		fmt.Fprintln(out, "# TYPE lab_scrape gauge")
		for index := 0; index < series; index++ {
			switch {
			case index < 10:
				fmt.Fprintf(out, "container_cpu_usage_seconds_total{pod=\"pod-%d\"} %d\n", index, number)
			case index < 20:
				fmt.Fprintf(out, "container_memory_usage_bytes{pod=\"pod-%d\"} %d\n", index, 1<<20)
			default:
				fmt.Fprintf(out, "lab_scrape{series=\"%04d\"} %d\n", index, number)
			}
		}
	})
	http.HandleFunc("/scrapes", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, scrapes.Load()) })
}

func answer(w http.ResponseWriter, text string, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	fmt.Fprint(w, text)
}

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

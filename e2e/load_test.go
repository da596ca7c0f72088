//go:build judges

package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	loadClients = 16
	loadTime    = 5 * time.Second
	loadRounds  = 3
)

// TestLoad compares projects in Go with such in Python that do the same: it prints ratios, and fails for wrong answers only.
// They are made equal like this: one machine, one PostgreSQL with a database for each; the same rows, put in through their
// APIs; each request is for the first page of them, as JSON, by somebody who is signed in, so each looks up who that is and
// what they may; all run as in production, with a line in the log for each request, thrown away; Python with as many
// processes as there are cores, of four threads each. They take turns, so that what else the machine does hits both.
//
// In the full pair both keep sessions in the database. In the micro pair Flask keeps them in a signed cookie and Go in the
// database, so Go makes one query more.
//
//	go test -tags judges ./e2e -run TestLoad -v
func TestLoad(t *testing.T) {
	scaffold := buildScaffold(t)
	s := newServers(t)
	for _, c := range []contest{
		{name: "full", rows: 200, page: 20, rivals: [2]rival{goFullRival(), djangoRival()}},
		{name: "micro", rows: 12, page: 12, rivals: [2]rival{goMicroRival(), flaskRival()}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var sites []*visitor
			for _, r := range c.rivals {
				sites = append(sites, r.start(t, scaffold, s, c))
			}
			speeds := make([][]float64, len(sites))
			for range loadRounds {
				for i, v := range sites {
					speeds[i] = append(speeds[i], v.load(t))
				}
			}
			var report strings.Builder
			fmt.Fprintf(&report, "%-12s %12s %10s %12s\n", "", "requests/s", "memory", "answer")
			for i, v := range sites {
				slices.Sort(speeds[i])
				fmt.Fprintf(&report, "%-12s %12.0f %7.0f MB %10d B\n", v.name, speeds[i][len(speeds[i])/2], v.memory(t), v.size)
			}
			fmt.Fprintf(&report, "%s serves %.1f times as many requests a second as %s, with %.2f of the memory\n", sites[0].name,
				speeds[0][loadRounds/2]/speeds[1][loadRounds/2], sites[1].name, sites[0].memory(t)/sites[1].memory(t))
			t.Log("\n" + report.String())
		})
	}
}

// visitor is somebody who is signed in at a rival's site.
type visitor struct {
	name   string
	server *server
	client *http.Client
	header http.Header
	list   string
	size   int // of the answer, in bytes
}

func (c rival) start(t *testing.T, scaffold string, s *servers, contest contest) *visitor {
	t.Helper()
	combination := combination{database: "postgres"}
	p := &subject{t: t, scaffold: scaffold, servers: s, env: s.environment(combination), row: map[string]string{}}
	p.parent = t.TempDir()
	p.dir = filepath.Join(p.parent, "shop")
	p.run(p.parent, append([]string{scaffold, "new", "shop", "-y", "--database", "postgres"}, c.args...)...)
	c.prepare(p)
	p.env = append(p.env, "WEB_CONCURRENCY="+strconv.Itoa(cores()))
	command := c.command(p)
	v := &visitor{name: c.name, server: startServer(t, p.dir, p.env, command...), list: c.list, header: http.Header{}}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v.client = &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: loadClients}}
	v.header.Set("X-Forwarded-Proto", "https")
	v.header.Set("Origin", strings.Replace(v.server.url, "http:", "https:", 1))
	v.header.Set("Referer", v.header.Get("Origin")+"/")
	c.signIn(t, v)
	for number := range contest.rows {
		body, err := json.Marshal(c.row(number))
		if err != nil {
			t.Fatal(err)
		}
		if status, answer := v.send(t, http.MethodPost, c.list, "application/json", string(body)); status != http.StatusCreated {
			t.Fatalf("%s: POST %s: %d\n%.2000s", c.name, c.list, status, answer)
		}
	}
	status, answer := v.send(t, http.MethodGet, c.list, "", "")
	if status != http.StatusOK || strings.Count(answer, "Row number") != contest.page {
		t.Fatalf("%s: GET %s: %d\n%.2000s", c.name, c.list, status, answer)
	}
	v.size = len(answer)
	return v
}

func cores() int {
	status, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return 2
	}
	return strings.Count(string(status), "processor\t")
}

// send makes one request as somebody who is signed in. Cookies for HTTPS are sent over HTTP here, as a proxy would.
func (v *visitor) send(t *testing.T, method, path, kind, body string) (status int, answer string) {
	t.Helper()
	request, err := http.NewRequest(method, v.server.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = v.header.Clone()
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	client := &http.Client{Transport: v.client.Transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range response.Cookies() {
		v.keep(cookie)
	}
	return response.StatusCode, string(data)
}

// keep sets a cookie, or replaces it.
func (v *visitor) keep(cookie *http.Cookie) {
	var cookies []string
	for _, c := range strings.Split(v.header.Get("Cookie"), "; ") {
		if c != "" && !strings.HasPrefix(c, cookie.Name+"=") {
			cookies = append(cookies, c)
		}
	}
	v.header.Set("Cookie", strings.Join(append(cookies, cookie.Name+"="+cookie.Value), "; "))
	if cookie.Name == "csrftoken" || cookie.Name == "__Secure-csrftoken" || cookie.Name == "__Host-csrftoken" {
		v.header.Set("X-CSRFToken", cookie.Value)
	}
}

// load asks for the list again and again from several clients, and gives how many answers came a second. The first second
// is not counted.
func (v *visitor) load(t *testing.T) float64 {
	t.Helper()
	var answers, wrong atomic.Int64
	begin := time.Now().Add(time.Second)
	end := begin.Add(loadTime)
	var clients sync.WaitGroup
	for range loadClients {
		clients.Go(func() {
			for time.Now().Before(end) {
				request, err := http.NewRequest(http.MethodGet, v.server.url+v.list, http.NoBody)
				if err != nil {
					wrong.Add(1)
					return
				}
				request.Header = v.header
				response, err := v.client.Transport.RoundTrip(request)
				if err != nil {
					wrong.Add(1)
					continue
				}
				n, _ := io.Copy(io.Discard, response.Body)
				response.Body.Close()
				if response.StatusCode != http.StatusOK || int(n) != v.size {
					wrong.Add(1)
				} else if time.Now().After(begin) {
					answers.Add(1)
				}
			}
		})
	}
	clients.Wait()
	if wrong.Load() > 0 {
		t.Errorf("%s: %d wrong answers", v.name, wrong.Load())
	}
	return float64(answers.Load()) / loadTime.Seconds()
}

// memory is what a server and its processes hold, in megabytes: their proportional set size, which counts what they share
// once.
func (v *visitor) memory(t *testing.T) float64 {
	t.Helper()
	total := 0.0
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range stats {
		stat, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		fields := strings.Fields(string(stat[strings.LastIndex(string(stat), ")")+1:]))
		if len(fields) < 3 || fields[2] != strconv.Itoa(v.server.pid) { // the process group
			continue
		}
		smaps, err := os.ReadFile(filepath.Join(filepath.Dir(name), "smaps_rollup"))
		if err != nil {
			continue
		}
		if match := regexp.MustCompile(`(?m)^Pss:\s+(\d+) kB`).FindSubmatch(smaps); match != nil {
			kilobytes, _ := strconv.ParseFloat(string(match[1]), 64)
			total += kilobytes * 1024 / 1e6
		}
	}
	if total == 0 {
		t.Fatalf("the memory of %s cannot be read", v.name)
	}
	return total
}

package e2e

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// administer does in a Django project what its owner does first: there is nobody in the database, so create the first
// superuser, sign in to the admin, and look around.
func administer(t *testing.T, dir, base string) {
	t.Helper()
	count := output(t, dir, ".venv/bin/python", "manage.py", "shell", "--no-imports", "-c",
		"from django.contrib.auth import get_user_model as m; print(m().objects.count())")
	if strings.TrimSpace(lastLine(count)) != "0" {
		t.Errorf("the database has accounts that nobody made: %s", count)
	}
	create := exec.Command(".venv/bin/python", "manage.py", "createsuperuser", "--noinput", "--email", "ada@example.com")
	create.Dir = dir
	create.Env = append(projectEnv(), "DJANGO_SUPERUSER_PASSWORD=correct horse battery")
	if out, err := create.CombinedOutput(); err != nil {
		t.Fatalf("createsuperuser: %v\n%s", err, out)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	body := page(t, client, base+"/admin/login/?next=/admin/")
	token := regexp.MustCompile(`name="csrfmiddlewaretoken" value="([^"]+)"`).FindStringSubmatch(body)
	if token == nil {
		t.Fatalf("no CSRF token in the admin's sign-in:\n%.2000s", body)
	}
	form := url.Values{
		"username": {"ada@example.com"}, "password": {"correct horse battery"},
		"csrfmiddlewaretoken": {token[1]}, "next": {"/admin/"},
	}
	request, err := http.NewRequest(http.MethodPost, base+"/admin/login/?next=/admin/", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", base)
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if index := page(t, client, base+"/admin/"); !strings.Contains(index, "ada@example.com") || !strings.Contains(index, "Blog") {
		t.Errorf("not signed in to the admin:\n%.3000s", index)
	}
}

func page(t *testing.T, client *http.Client, address string) string {
	t.Helper()
	response, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %d\n%.2000s", address, response.StatusCode, body)
	}
	return string(body)
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

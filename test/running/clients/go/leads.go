package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const maxAttempts = 4

type answer struct {
	Success bool              `json:"success"`
	Result  []json.RawMessage `json:"result"`
	Errors  []struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"errors"`
	AccessToken string `json:"access_token"`
}

// Leads is a client for Marketo's leads.
type Leads struct {
	base  string
	token string
}

// NewLeads makes a client of the instance where base is empty.
func NewLeads(base string) *Leads {
	if base == "" {
		base = "https://123-ABC-456.mktorest.com"
	}
	return &Leads{base: base}
}

// Find has a switch in a loop, and knows one of the throttled codes.
func (l *Leads) Find(email string) ([]json.RawMessage, error) {
	for attempt := 1; attempt <= maxAttempts; attempt++ {
		body, err := l.get("/rest/v1/leads.json?filterType=email&filterValues=" + email)
		if err != nil {
			return nil, err
		}
		if body.Success {
			return body.Result, nil
		}
		first := body.Errors[0]
		switch first.Code {
		case "615":
			time.Sleep(2 * time.Second)
		case "610":
			return nil, nil
		default:
			return nil, fmt.Errorf("marketo %s: %s", first.Code, first.Message)
		}
	}
	return nil, fmt.Errorf("no answer after %d attempts", maxAttempts)
}

// Describe has a switch, and tries nothing twice.
func (l *Leads) Describe(name string) ([]json.RawMessage, error) {
	body, err := l.get("/rest/v1/" + name + "/describe.json")
	if err != nil {
		return nil, err
	}
	if body.Success {
		return body.Result, nil
	}
	switch body.Errors[0].Code {
	case "603":
		return nil, errors.New("this user may not read it")
	case "610":
		return nil, nil
	default:
		return nil, errors.New(body.Errors[0].Message)
	}
}

// Count has a chain of conditions, and tries nothing twice.
func (l *Leads) Count(program string) ([]json.RawMessage, error) {
	body, err := l.get("/rest/asset/v1/program/" + program + "/members.json")
	if err != nil {
		return nil, err
	}
	if body.Success {
		return body.Result, nil
	}
	code := body.Errors[0].Code
	if code == "603" {
		return nil, errors.New("this user may not read it")
	} else if code == "719" {
		return nil, errors.New("the record is locked")
	}
	return nil, errors.New(body.Errors[0].Message)
}

func (l *Leads) get(path string) (*answer, error) {
	if l.token == "" {
		if err := l.refreshToken(); err != nil {
			return nil, err
		}
	}
	return l.send(path)
}

func (l *Leads) send(path string) (*answer, error) {
	request, err := http.NewRequest(http.MethodGet, l.base+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+l.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var body answer
	if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
		return nil, err
	}
	return &body, nil
}

func (l *Leads) refreshToken() error {
	body, err := l.send("/identity/oauth/token?grant_type=client_credentials")
	if err != nil {
		return err
	}
	l.token = body.AccessToken
	return nil
}

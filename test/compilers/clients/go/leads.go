// Package client reads leads and what they consist of.
package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

const (
	base        = "https://123-ABC-456.mktorest.com"
	maxAttempts = 4
)

type fault struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

type answer struct {
	Success bool              `json:"success"`
	Result  []json.RawMessage `json:"result"`
	Errors  []fault           `json:"errors"`
	Token   string            `json:"access_token"`
}

// Leads is a client for Marketo's leads.
type Leads struct {
	token string
}

// Find has a switch in a loop.
func (l *Leads) Find(email string) ([]json.RawMessage, error) {
	for attempt := 1; attempt <= maxAttempts; attempt++ {
		body, err := l.get("/rest/v1/leads.json?filterType=email&filterValues=" + url.QueryEscape(email))
		if err != nil {
			return nil, err
		}
		if body.Success {
			return body.Result, nil
		}
		first := body.Errors[0]
		switch first.Code {
		case "601", "602":
			if err := l.refreshToken(); err != nil {
				return nil, err
			}
		case "606":
			time.Sleep(20 * time.Second)
		case "610":
			return nil, nil
		default:
			return nil, fmt.Errorf("marketo %s: %s", first.Code, first.Message)
		}
	}
	return nil, errors.New("no answer")
}

// Describe has a chain of conditions, and calls itself.
func (l *Leads) Describe(name string) ([]json.RawMessage, error) {
	body, err := l.get("/rest/v1/" + name + "/describe.json")
	if err != nil {
		return nil, err
	}
	if body.Success {
		return body.Result, nil
	}
	code := body.Errors[0].Code
	if code == "606" {
		time.Sleep(20 * time.Second)
		return l.Describe(name)
	} else if code == "603" {
		return nil, nil
	}
	return nil, errors.New(body.Errors[0].Message)
}

func (l *Leads) get(path string) (*answer, error) {
	request, err := http.NewRequest(http.MethodGet, base+path, nil)
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
	body, err := l.get("/identity/oauth/token?grant_type=client_credentials")
	if err != nil {
		return err
	}
	l.token = body.Token
	return nil
}

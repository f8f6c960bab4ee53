package client

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

const reactor = "https://reactor.adobe.io"

// A set behind a predicate.
var retryableCodes = map[string]bool{
	"internal-error": true,
	"unknown-error":  true,
}

type reactorError struct {
	Code  string `json:"code"`
	Title string `json:"title"`
}

func isRetryable(e reactorError) bool {
	return retryableCodes[e.Code]
}

// Build starts a build, and calls itself to try again.
func Build(library string, tries int) (string, error) {
	response, err := http.Post(reactor+"/libraries/"+library+"/builds", "application/vnd.api+json", nil)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var body struct {
		Data   struct{ ID string }
		Errors []reactorError
	}
	if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
		return "", err
	}
	if len(body.Errors) == 0 {
		return body.Data.ID, nil
	}
	first := body.Errors[0]
	if isRetryable(first) && tries > 1 {
		time.Sleep(time.Minute)
		return Build(library, tries-1)
	}
	return "", errors.New(first.Title)
}

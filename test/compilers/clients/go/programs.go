package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
)

const programs = "https://123-ABC-456.mktorest.com/rest/asset/v1/programs.json"

type problem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

var lock sync.Mutex

// Create sends the request itself, may be cancelled, and tries nothing twice.
func Create(ctx context.Context, name, token string) (string, error) {
	lock.Lock()
	defer lock.Unlock()
	address := programs + "?name=" + name
	payload, err := json.Marshal(map[string]string{"name": name})
	if err != nil {
		return "", err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(payload))
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var body struct {
		ID     string    `json:"id"`
		Errors []problem `json:"errors"`
	}
	if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
		return "", err
	}
	if len(body.Errors) == 0 {
		return body.ID, nil
	}
	switch body.Errors[0].Code {
	case "709":
		return "", fmt.Errorf("%s breaks a rule", name)
	case "610":
		return "", nil
	}
	return "", fmt.Errorf("marketo: %s", body.Errors[0].Message)
}

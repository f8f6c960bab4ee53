package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const openAPI = "https://project.feishu.cn/open_api"

type policy int

const (
	retry policy = iota
	renew
	fail
)

type reply struct {
	ErrCode int             `json:"err_code"`
	ErrMsg  string          `json:"err_msg"`
	Data    json.RawMessage `json:"data"`
}

// A mapper to policies.
func policyOf(r *reply) policy {
	switch r.ErrCode {
	case 10022:
		return renew
	case 10429:
		return retry
	default:
		return fail
	}
}

func post(path, token string, body any) (*reply, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(http.MethodPost, openAPI+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-PLUGIN-TOKEN", token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var out reply
	return &out, json.NewDecoder(response.Body).Decode(&out)
}

func renewToken() (string, error) {
	r, err := post("/authen/plugin_token", "", map[string]string{"type": "0"})
	if err != nil {
		return "", err
	}
	return string(r.Data), nil
}

// Query asks the mapper in a loop.
func Query(project string, ids []int64, token string) (json.RawMessage, error) {
	for attempt := 0; attempt < 5; attempt++ {
		r, err := post("/"+project+"/work_item/story/query", token, map[string]any{"work_item_ids": ids})
		if err != nil {
			return nil, err
		}
		if r.ErrCode == 0 {
			return r.Data, nil
		}
		switch policyOf(r) {
		case fail:
			return nil, errors.New(r.ErrMsg)
		case renew:
			if token, err = renewToken(); err != nil {
				return nil, err
			}
		}
		time.Sleep(time.Second << attempt)
	}
	return nil, errors.New("no answer after 5 attempts")
}

// Comment has early returns in sequence, and no second try anywhere.
func Comment(item int64, content, token string) (json.RawMessage, error) {
	r, err := post(fmt.Sprintf("/work_item/story/%d/comment/create", item), token, map[string]string{"content": content})
	if err != nil {
		return nil, err
	}
	if r.ErrCode == 0 {
		return r.Data, nil
	}
	if r.ErrCode == 10429 {
		return nil, errors.New("too many requests")
	}
	if r.ErrCode == 20006 {
		return nil, nil
	}
	return nil, errors.New(r.ErrMsg)
}

// Asks for what the arguments say, pair by pair: an operation and the address to ask.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	for i := 1; i+1 < len(os.Args); i += 2 {
		leads := NewLeads(os.Args[i+1])
		operations := map[string]func() ([]json.RawMessage, error){
			"find":     func() ([]json.RawMessage, error) { return leads.Find("1") },
			"describe": func() ([]json.RawMessage, error) { return leads.Describe("1") },
			"count":    func() ([]json.RawMessage, error) { return leads.Count("1") },
		}
		result, err := operations[os.Args[i]]()
		if err != nil {
			fmt.Println("failed", err)
		} else {
			fmt.Println("done", len(result))
		}
	}
}

"use strict";
/* A loop without an end, with promises and tabs. */
const axios = require("axios");

class Client {
	constructor(auth) {
		this.auth = auth;
		this.url = "https://123-abc-456.mktorest.com/rest/v1";
	}

	async request(method, path, data) {
		while (true) {
			const { data: body } = await axios({ method, url: this.url + path, data, headers: { Authorization: `Bearer ${this.auth.token}` } });
			if (body.success) return body.result;
			const [error] = body.errors;
			if (error.code === "602") {
				await this.auth.refresh();
				continue;
			}
			throw new Error(`${error.code}: ${error.message}`);
		}
	}
}

module.exports = { Client };

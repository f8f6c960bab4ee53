"use strict";
/* A loop without an end, with promises and tabs. */
const axios = require("axios");

const MAX_ATTEMPTS = 5;

function sleep(ms) {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Milliseconds to wait before the next attempt: exponential backoff with full jitter, 30 seconds at most. */
function backoff(attempt) {
	return Math.random() * Math.min(30_000, 500 * 2 ** attempt);
}

class Client {
	constructor(auth) {
		this.auth = auth;
		this.url = "https://123-abc-456.mktorest.com/rest/v1";
	}

	async request(method, path, data) {
		let attempt = 1;
		while (true) {
			const { data: body } = await axios({ method, url: this.url + path, data, headers: { Authorization: `Bearer ${this.auth.token}` } });
			if (body.success) return body.result;
			const [error] = body.errors;
			if (error.code === "602" || error.code === "601") {
				await this.auth.refresh();
				continue;
			}
			if (error.code === "606" && attempt < MAX_ATTEMPTS) {
				attempt++;
				await sleep(20_000);
				continue;
			}
			if (error.code === "615" && attempt < MAX_ATTEMPTS) {
				attempt++;
				await sleep(2_000);
				continue;
			}
			if (["502", "604", "608", "611", "614", "713", "719"].includes(error.code) && attempt < MAX_ATTEMPTS) {
				attempt++;
				await sleep(backoff(attempt));
				continue;
			}
			throw new Error(`${error.code}: ${error.message}`);
		}
	}
}

module.exports = { Client };

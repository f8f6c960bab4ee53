// Without semicolons, in single quotes.
import { sleep } from './sleep.mjs'

const api = 'https://123-abc-456.mktorest.com/rest/v1'

/** Milliseconds to wait before the next attempt: exponential backoff with full jitter, 30 seconds at most. */
function backoff(attempt) {
  return Math.random() * Math.min(30_000, 500 * 2 ** attempt)
}

export const lists = async (client, ids) => {
  const all = []
  for (const id of ids) {
    let tries = 0
    while (tries < 3) {
      const { success, result, errors } = await client.get(`${api}/lists/${id}.json`)
      if (success) {
        all.push(...result)
        break
      }
      if (errors[0].code === '606' || errors[0].code === '615') {
        await sleep(20000)
        tries += 1
      } else if (errors[0].code === '601' || errors[0].code === '602') {
        await client.refreshToken()
        tries += 1
      } else if (['502', '604', '608', '611', '614', '713', '719'].includes(errors[0].code)) {
        tries++
        await sleep(backoff(tries))
        continue
      } else {
        throw new Error(errors[0].message)
      }
    }
  }
  return all
}

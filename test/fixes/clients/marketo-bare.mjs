// Without semicolons, in single quotes.
import { sleep } from './sleep.mjs'

const api = 'https://123-abc-456.mktorest.com/rest/v1'

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
      if (errors[0].code === '606') {
        await sleep(20000)
        tries += 1
      } else if (errors[0].code === '601') {
        await client.refreshToken()
        tries += 1
      } else {
        throw new Error(errors[0].message)
      }
    }
  }
  return all
}

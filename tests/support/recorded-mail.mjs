// The mailbox of worker tests: keeps what was sent, and answers `GET /?to=` with it, oldest first.
import { WorkerEntrypoint } from 'cloudflare:workers'

const mails = []

export class Mailbox extends WorkerEntrypoint {
  async send(mail) {
    mails.push(mail)
  }
}

export default {
  fetch(request) {
    const to = new URL(request.url).searchParams.get('to')
    return Response.json(mails.filter((mail) => !to || mail.to === to))
  },
}

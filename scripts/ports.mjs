import { createServer } from 'node:net'

/** A port that nobody uses, for tests. */
export async function freePort() {
  const server = await listening(0, '127.0.0.1')
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The first free port from `first` on. */
export async function nextFreePort(first) {
  for (let port = first; port < 65_536; port += 1) if (await isFree(port)) return port
  throw new Error(`no free port from ${first} on`)
}

/** Browsers may reach `localhost` by either address, so both must be free. */
export async function isFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    try {
      const server = await listening(port, host)
      await new Promise((resolve) => server.close(resolve))
    } catch (error) {
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') continue
      return false
    }
  }
  return true
}

function listening(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => resolve(server))
  })
}

type Bytes = {
  method: string
  headers: Headers
  body: Blob
  signal: AbortSignal | null
  onProgress: (sentBytes: number) => void
}

/** Like `fetch`, for bodies so large that people want to see them leave; `fetch` can't tell that yet. */
export function sendBytes(url: string, bytes: Bytes): Promise<Response> {
  const { method, headers, body, signal, onProgress } = bytes
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    const fail = () => reject(new TypeError('the bytes did not arrive'))
    request.open(method, url)
    for (const [name, value] of headers) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onload = () => resolve(responseOf(request))
    request.onerror = fail
    request.onabort = fail
    request.onloadend = () => signal?.removeEventListener('abort', stop)
    signal?.addEventListener('abort', stop)
    if (signal?.aborted) fail()
    else request.send(body)
  })
}

function responseOf(request: XMLHttpRequest): Response {
  const headers = new Headers()
  for (const name of ['content-type', 'x-request-id']) {
    const value = request.getResponseHeader(name)
    if (value !== null) headers.set(name, value)
  }
  // These have no body by definition, and `Response` refuses one.
  const hasBody = ![204, 205, 304].includes(request.status)
  return new Response(hasBody ? request.responseText : null, { status: request.status, headers })
}

import { invalidParameter } from './errors'

/** The body, which is read again by whoever comes after. */
export async function jsonOf(request: Request): Promise<unknown> {
  try {
    return await request.clone().json()
  } catch {
    throw invalidParameter('The body is no JSON')
  }
}

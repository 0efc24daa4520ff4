import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import type { Config } from '../config'

/** Signed by Cloudflare Access; nothing else is ever chosen by the token itself. */
const ALGORITHM = 'RS256'

/** Whether this copy has a desk at all: both settings of Cloudflare Access are there. */
export const hasDesk = ({ ACCESS_TEAM_DOMAIN, ACCESS_AUD }: Config): boolean =>
  ACCESS_TEAM_DOMAIN !== '' && ACCESS_AUD !== ''

/**
 * The e-mail address for which Cloudflare Access vouches, or null. Its keys are asked for each time: the
 * desk is visited rarely, and a key that was withdrawn must not open it.
 */
export async function verifyOperator(config: Config, token: string): Promise<string | null> {
  const { ACCESS_TEAM_DOMAIN, ACCESS_AUD } = config
  const keys = createRemoteJWKSet(new URL(`${ACCESS_TEAM_DOMAIN}/cdn-cgi/access/certs`))
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: [ALGORITHM],
      issuer: ACCESS_TEAM_DOMAIN,
      audience: ACCESS_AUD,
      requiredClaims: ['exp', 'iat', 'email'],
    })
    // A service token has no person behind it, and no act without a person is written down.
    const { email, type } = payload
    return typeof email === 'string' && email.includes('@') && type === 'app' ? email : null
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

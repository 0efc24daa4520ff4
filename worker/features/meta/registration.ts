import type { GraphPhoneNumber } from '../../boundary/graph/accounts'
import type { Registration } from './tables'

/** Where Meta hosts a number that is registered for the API. */
const REGISTERED_ON = new Set(['CLOUD_API', 'ON_PREMISE'])

/** Whether a number has to be registered before it can send; one of the phone app never is. */
export function registrationOf({
  platform_type,
  is_on_biz_app,
  is_pin_enabled,
}: Pick<GraphPhoneNumber, 'platform_type' | 'is_on_biz_app' | 'is_pin_enabled'>): Registration {
  if (is_on_biz_app || REGISTERED_ON.has(platform_type)) return 'registered'
  return is_pin_enabled ? 'needs_pin' : 'unregistered'
}

/** Six digits, every one as likely as another. */
export function newPin(random: Uint32Array): string {
  const [drawn = 0] = random
  return String(drawn % 1_000_000).padStart(6, '0')
}

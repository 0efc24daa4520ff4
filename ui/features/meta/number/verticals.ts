import type { VERTICALS } from '../../../../worker/contract/numbers'
import { m } from '../../../paraglide/messages.js'

type Vertical = (typeof VERTICALS)[number]

const NAMES: Record<Vertical, () => string> = {
  UNDEFINED: m.number_vertical_undefined,
  OTHER: m.number_vertical_other,
  AUTO: m.number_vertical_auto,
  BEAUTY: m.number_vertical_beauty,
  APPAREL: m.number_vertical_apparel,
  EDU: m.number_vertical_edu,
  ENTERTAIN: m.number_vertical_entertain,
  EVENT_PLAN: m.number_vertical_event_plan,
  FINANCE: m.number_vertical_finance,
  GROCERY: m.number_vertical_grocery,
  GOVT: m.number_vertical_govt,
  HOTEL: m.number_vertical_hotel,
  HEALTH: m.number_vertical_health,
  NONPROFIT: m.number_vertical_nonprofit,
  PROF_SERVICES: m.number_vertical_prof_services,
  RETAIL: m.number_vertical_retail,
  TRAVEL: m.number_vertical_travel,
  RESTAURANT: m.number_vertical_restaurant,
  NOT_A_BIZ: m.number_vertical_not_a_biz,
}

export const verticalName = (vertical: Vertical): string => NAMES[vertical]()

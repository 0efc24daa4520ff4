import { readConfig } from '../../worker/boundary/config'
import { testEnv } from './lists'

/** The secret of the Meta app that the workers under test are told. */
export const TEST_APP_SECRET = readConfig(testEnv).META_APP_SECRET.reveal()

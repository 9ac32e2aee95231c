// Whatever is no route of the API is a problem like any other, and no page.
import { answerUnknown } from '../answer-route.ts'

export { answerUnknown as DELETE, answerUnknown as GET, answerUnknown as PATCH, answerUnknown as POST, answerUnknown as PUT }

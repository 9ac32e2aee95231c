// What `gauntlet audit verify` says.
import type { ChainBreak, ChainVerdict } from '../db/event-chain.ts'
import { text, type Locale, type Text } from '../text.ts'

/** The verdict in words: one line, and a second one that says what to do. */
export function verdictAsText({ events, head, breaks, first }: ChainVerdict, locale: Locale): string {
  if (first === undefined) {
    const whole = head === undefined
      ? text('0 events, nothing to check', '이벤트 0건, 검사할 것이 없습니다')
      : text(`${events} events, chain whole, head ${head.id}:${head.hash}`, `이벤트 ${events}건, 체인이 온전함, 마지막 ${head.id}:${head.hash}`)
    return `${whole[locale]}\n`
  }
  const count = text(`${events} events, the chain breaks in ${breaks} ${breaks === 1 ? 'place' : 'places'}`, `이벤트 ${events}건, 체인이 ${breaks}곳에서 끊어짐`)
  return `${count[locale]}\n${breakAsText(first)[locale]}\n`
}

function breakAsText({ kind, id, after }: ChainBreak): Text {
  switch (kind) {
    case 'altered': return text(`event ${id} is not what was written: it was changed in the database, or put in another's place`, `이벤트 ${id}이(가) 기록된 것과 다릅니다. 데이터베이스에서 바뀌었거나 다른 자리로 옮겨졌습니다`)
    case 'missing': return text(`events between ${after} and ${id} were removed`, `이벤트 ${after}과(와) ${id} 사이의 이벤트가 삭제되었습니다`)
    case 'unchained': return text(`event ${id} was put into the database without its hash`, `이벤트 ${id}이(가) 해시 없이 데이터베이스에 들어왔습니다`)
    case 'cut': return text(`event ${id} was noted and is gone; the last one is ${after}`, `적어 둔 이벤트 ${id}이(가) 없습니다. 마지막 이벤트는 ${after}입니다`)
    case 'rewritten': return text(`event ${id} has another hash than was noted: the chain was computed anew`, `이벤트 ${id}의 해시가 적어 둔 것과 다릅니다. 체인이 다시 계산되었습니다`)
  }
}

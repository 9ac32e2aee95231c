// The two typefaces, served from our own address. Pretendard is split so that a page in English loads Latin and signs (110 KB) and
// only a page with Hangul (or an accented name) loads the whole face; Geist Mono has no Hangul and needs none.
import localFont from 'next/font/local'

const latin = localFont({
  src: '../node_modules/pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.91.woff2',
  weight: '45 920', display: 'swap', variable: '--font-latin', adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+20-22, U+27-2a, U+2c-3b, U+3f, U+41-5d, U+61-7b, U+7d, U+a0-a1, U+ab, U+b7, U+bb, U+bf, U+2013-2014, U+201c-201d' }],
})
const signsA = localFont({
  src: '../node_modules/pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.87.woff2',
  weight: '45 920', display: 'swap', preload: false, variable: '--font-signs-a', adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+23, U+25, U+5f' }],
})
const signsB = localFont({
  src: '../node_modules/pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.88.woff2',
  weight: '45 920', display: 'swap', preload: false, variable: '--font-signs-b', adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+26, U+2b, U+3e, U+40, U+7e' }],
})
const signsC = localFont({
  src: '../node_modules/pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.86.woff2',
  weight: '45 920', display: 'swap', preload: false, variable: '--font-signs-c', adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+3c, U+3d, U+2026' }],
})
const hangul = localFont({
  src: '../node_modules/pretendard/dist/web/variable/woff2/PretendardVariable.woff2',
  weight: '45 920', display: 'swap', preload: false, variable: '--font-hangul', adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+c0-24f, U+1100-11ff, U+3000-318f, U+a960-a97f, U+ac00-d7ff' }],
})
const mono = localFont({
  src: '../node_modules/@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2',
  weight: '100 900', display: 'swap', variable: '--font-geist-mono', adjustFontFallback: false,
})
// Arrows and the minus sign in running text: the face that is here already has them, Pretendard's Latin part has not.
const arrows = localFont({
  src: '../node_modules/@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2',
  weight: '100 900', display: 'swap', preload: false, variable: '--font-arrows', adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+2191, U+2193, U+2212' }],
})

/** The class names that define the font variables which tokens.css builds its two stacks from. */
export const fontVariables: string = [latin, signsA, signsB, signsC, hangul, mono, arrows].map((font) => font.variable).join(' ')

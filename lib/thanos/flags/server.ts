// Flags of the HTTP and gRPC servers, of request logging and of the web pages, as several components share them.
import type { FlagTable } from '../flag.ts'

export const HTTP_FLAGS = {
  'http-address': { type: 'address', section: 'http', default: '0.0.0.0:10902', en: 'Address on which HTTP listens: API, pages, metrics and probes. The Service and the probes have to name its port.', ko: 'API, 화면, 메트릭, 프로브를 제공하는 HTTP 수신 주소입니다. Service와 프로브의 포트가 이 값과 같아야 합니다.' },
  'http-grace-period': { type: 'duration', section: 'http', default: '2m', en: 'How long running HTTP requests may still take after a stop signal. Keep it below terminationGracePeriodSeconds.', ko: '종료 신호 후 진행 중인 HTTP 요청을 기다리는 시간입니다. terminationGracePeriodSeconds보다 짧게 둡니다.' },
  'http.config': { type: 'file', section: 'tls', en: 'File that turns on TLS or basic authentication for every HTTP endpoint, probes included. Experimental.', ko: '프로브를 포함한 모든 HTTP 엔드포인트에 TLS나 기본 인증을 켜는 파일입니다. 실험 기능입니다.' },
} as const satisfies FlagTable

/** Without grpc-server-max-connection-age, which some components have longer than others. */
export const GRPC_SERVER_FLAGS = {
  'grpc-address': { type: 'address', section: 'grpc', default: '0.0.0.0:10901', en: 'Address on which gRPC listens (StoreAPI and the other APIs that query calls). Other components must reach its port.', ko: 'query가 호출하는 StoreAPI 등 gRPC 수신 주소입니다. 다른 컴포넌트가 이 포트에 접근할 수 있어야 합니다.' },
  'grpc-grace-period': { type: 'duration', section: 'grpc', goDuration: true, goSince: '0.32', default: '2m', en: 'How long running gRPC requests may still take after a stop signal. Keep it below terminationGracePeriodSeconds.', ko: '종료 신호 후 진행 중인 gRPC 요청을 기다리는 시간입니다. terminationGracePeriodSeconds보다 짧게 둡니다.' },
  'grpc-server-tls-cert': { type: 'file', section: 'tls', en: 'Certificate that the gRPC server shows. Empty means no TLS; the key is needed with it.', ko: 'gRPC 서버가 제시하는 인증서 파일입니다. 비우면 TLS를 쓰지 않으며, 키와 함께 지정합니다.' },
  'grpc-server-tls-key': { type: 'file', section: 'tls', en: 'Private key of grpc-server-tls-cert.', ko: 'grpc-server-tls-cert의 개인 키 파일입니다.' },
  'grpc-server-tls-client-ca': { type: 'file', section: 'tls', en: 'CA that gRPC clients are verified against. Empty means that clients are not verified.', ko: 'gRPC 클라이언트를 검증할 CA 파일입니다. 비우면 클라이언트를 검증하지 않습니다.' },
  'grpc-server-tls-min-version': { type: 'enum', section: 'tls', values: ['1.0', '1.1', '1.2', '1.3'], default: '1.3', since: '0.37', en: 'Oldest TLS version that the gRPC server accepts. Lower it only for clients that can’t speak 1.3.', ko: 'gRPC 서버가 받는 가장 낮은 TLS 버전입니다. 1.3을 쓰지 못하는 클라이언트가 있을 때만 낮춥니다.' },
  'grpc-server-tls-ciphers': { type: 'string', section: 'tls', repeatable: true, since: '0.42', en: 'TLS cipher suite that the gRPC server offers, by its Go name. Unset means Go’s own choice; TLS 1.3 suites can’t be chosen.', ko: 'gRPC 서버가 허용하는 TLS cipher suite의 Go 이름입니다. 지정하지 않으면 Go 기본값을 쓰며, TLS 1.3 suite는 고를 수 없습니다.' },
  'grpc-server-tls-curves': { type: 'enum', section: 'tls', values: ['CurveP256', 'CurveP384', 'CurveP521', 'X25519', 'X25519MLKEM768', 'SecP256r1MLKEM768', 'SecP384r1MLKEM1024'], repeatable: true, since: '0.42', en: 'Elliptic curve that the gRPC server offers in the TLS handshake. Unset means Go’s own choice.', ko: 'gRPC 서버가 TLS 핸드셰이크에서 허용하는 타원 곡선입니다. 지정하지 않으면 Go 기본값을 씁니다.' },
} as const satisfies FlagTable

export const REQUEST_LOGGING_FLAGS = {
  'request.logging-config-file': { type: 'file', section: 'logging', en: 'YAML file that says which HTTP and gRPC requests are logged, and when. Not together with request.logging-config.', ko: '어떤 HTTP, gRPC 요청을 언제 로그로 남길지 정하는 YAML 파일입니다. request.logging-config와 함께 쓸 수 없습니다.' },
  'request.logging-config': { type: 'inline-yaml', section: 'logging', en: 'Which HTTP and gRPC requests are logged, as YAML on the command line. Not together with request.logging-config-file.', ko: '로그로 남길 HTTP, gRPC 요청을 명령줄에 YAML로 씁니다. request.logging-config-file과 함께 쓸 수 없습니다.' },
} as const satisfies FlagTable

/** The old way to log requests, which query, query-frontend and rule had. */
export const REQUEST_DECISION_FLAG = {
  'log.request.decision': { type: 'enum', section: 'logging', values: ['', 'NoLogCall', 'LogFinishCall', 'LogStartAndFinishCall'], deprecated: '0.28', removed: '0.33', replacedBy: 'request.logging-config-file', en: 'Which moments of a request were logged. Gone; request.logging-config says it now.', ko: '요청의 어느 시점을 로그로 남길지 정했습니다. 제거되었으며 request.logging-config로 정합니다.' },
} as const satisfies FlagTable

export const STORE_LIMIT_FLAGS = {
  'store.limits.request-series': { type: 'integer', unsigned: true, section: 'limits', default: '0', min: '0', since: '0.31', en: 'Most series that one Series call to this component may touch; above it the call fails. 0 is no limit. Set it to protect memory.', ko: '이 컴포넌트에 대한 Series 호출 하나가 다룰 수 있는 최대 시리즈 수이며, 넘으면 호출이 실패합니다. 0은 무제한입니다. 메모리를 보호할 때 설정합니다.' },
  'store.limits.request-samples': { type: 'integer', unsigned: true, section: 'limits', default: '0', min: '0', since: '0.31', en: 'Most samples that one Series call to this component may read; above it the call fails. Counted in chunks of 120 samples; 0 is no limit.', ko: '이 컴포넌트에 대한 Series 호출 하나가 읽을 수 있는 최대 샘플 수이며, 넘으면 호출이 실패합니다. 샘플 120개인 청크 단위로 세며 0은 무제한입니다.' },
} as const satisfies FlagTable

export const CORS_FLAG = {
  'web.disable-cors': { type: 'boolean', section: 'web', default: 'false', en: 'Stops sending CORS headers. Without it any web page may call the API from a browser.', ko: 'CORS 헤더를 보내지 않습니다. 설정하지 않으면 어떤 웹 페이지든 브라우저에서 API를 호출할 수 있습니다.' },
} as const satisfies FlagTable

export const WEB_PREFIX_FLAGS = {
  'web.external-prefix': { type: 'string', section: 'web', en: 'Path that is put before links and redirects of the web pages. Set it behind a reverse proxy that strips a sub-path.', ko: '웹 화면의 링크와 리다이렉트 앞에 붙는 경로입니다. 하위 경로를 제거하는 리버스 프록시 뒤에 둘 때 설정합니다.' },
  'web.prefix-header': { type: 'string', section: 'web', en: 'Request header from which the link prefix is taken, for example X-Forwarded-Prefix. Only where a proxy overwrites that header.', ko: '링크 접두사를 읽어 올 요청 헤더입니다(예: X-Forwarded-Prefix). 프록시가 이 헤더를 덮어쓰는 경우에만 설정합니다.' },
} as const satisfies FlagTable

export const ROUTE_PREFIX_FLAG = {
  'web.route-prefix': { type: 'string', section: 'web', en: 'Path under which API and web pages are served. Set it when the proxy does not strip the sub-path.', ko: 'API와 웹 화면을 제공하는 경로입니다. 프록시가 하위 경로를 제거하지 않을 때 설정합니다.' },
} as const satisfies FlagTable

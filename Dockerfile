# The server alone, for a PostgreSQL of one's own: docker build -t gauntlet . && docker run -p 3000:3000 \
#   -e DATABASE_URL=postgresql://USER:PASSWORD@HOST:5432/DATABASE -e GAUNTLET_SECRET="$(openssl rand -base64 32)" \
#   -e GAUNTLET_URL=https://gauntlet.example.com gauntlet

FROM node:24-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
COPY --from=build /app/.next/standalone ./
# pg, which migrate.mjs needs, is among the modules that Next traced.
COPY --from=build /app/scripts/migrate.mjs /app/scripts/database.mjs /app/scripts/trouble.mjs ./scripts/
COPY --from=build /app/prisma/migrations ./prisma/migrations
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# exec: the server is process 1 and gets the signals.
CMD ["sh", "-c", "node scripts/migrate.mjs && exec node server.js"]

# syntax=docker/dockerfile:1
# One image for every service; the command says which. Build: docker build -t parley .
FROM node:22-bookworm-slim AS build
WORKDIR /src
# The embedded Postgres and its install script are for machines without a server; the image talks to one.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production PARLEY_HTTP_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /src/node_modules node_modules
COPY --from=build /src/dist dist
COPY --from=build /src/bin bin
COPY --from=build /src/samples samples
COPY --from=build /src/package.json /src/LICENSE ./
USER node
# Each service listens on its own default port; see docker-compose.yml and docs/configuration.md.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PARLEY_HTTP_PORT||7700)+'/health/ready').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "dist/apps/api/src/main.js"]

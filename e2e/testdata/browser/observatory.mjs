// The grade that the Mozilla HTTP Observatory gives a site: node observatory.mjs BASE PATH... exits with 1 for less than A+.
//
// Its own tests and its own marks. The site is on this machine, and this program stands for the proxy that it has in
// production: it ends TLS, and sends to HTTPS who comes by HTTP.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHTTP, request } from "node:http";
import { createServer as createHTTPS } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

const observatory = "./node_modules/@mdn/mdn-http-observatory/src/";
// The sites that browsers know to speak TLS: it fetches the list when it is installed, and this site is not on it.
writeFileSync(new URL(observatory + "../conf/hsts-preload.json", import.meta.url), "{}");
const { ALL_TESTS } = await import(observatory + "constants.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(observatory + "grader/charts.js");
const { getGradeForScore, getScoreModifier } = await import(observatory + "grader/grader.js");
const { retrieve } = await import(observatory + "retriever/retriever.js");

const [base, ...paths] = process.argv.slice(2);
const host = "127.0.0.1";

function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "tls"));
  try {
    const [key, cert] = [join(folder, "key"), join(folder, "cert")];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", `/CN=${host}`, "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// What comes by HTTP is sent to HTTPS, and what comes by that is passed on.
const redirect = (incoming, outgoing) => outgoing.writeHead(301, { location: `https://${host}:${ports.httpsPort}${incoming.url}` }).end();
const forward = (incoming, outgoing) => {
  const headers = { ...incoming.headers, host, "x-forwarded-proto": "https" };
  const passed = request(base + incoming.url, { method: incoming.method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on("error", (error) => outgoing.destroy(error));
  incoming.pipe(passed);
};

const listen = (server) => new Promise((done) => server.listen(0, host, () => done(server.address().port)));
const servers = [createHTTP(redirect), createHTTPS(certificate(), forward)];
const ports = { httpPort: await listen(servers[0]), httpsPort: await listen(servers[1]) };

let bad = 0;
for (const path of paths) {
  const answers = await retrieve(host, { ...ports, path });
  // The certificate is nobody's, but it stands for one that is.
  for (const answer of Object.values(answers.responses)) if (answer && "verified" in answer) answer.verified = true;
  const results = ALL_TESTS.map((test) => test(answers)).filter((result) => result.result);
  const marks = results.map((result) => getScoreModifier(result.result));
  const lost = 100 + marks.filter((mark) => mark < 0).reduce((a, b) => a + b, 0);
  const score = lost >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? 100 + marks.reduce((a, b) => a + b, 0) : lost;
  const { grade } = getGradeForScore(score);
  if (grade !== "A+") {
    bad++;
    console.log(`${path}: ${grade} (${score})`);
    results.forEach((result, i) => marks[i] < 0 && console.log(`  ${marks[i]} ${result.constructor.name}: ${result.result}`));
  } else console.log(`${path}: ${grade} (${score})`);
}
for (const server of servers) server.close();
process.exit(bad ? 1 : 0);

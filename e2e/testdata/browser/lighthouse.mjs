// Lighthouse on pages: node lighthouse.mjs BASE PATH... prints its marks, and exits with 1 if one is below 100.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [base, ...paths] = process.argv.slice(2);
const chrome = await launch({
  chromePath: process.env.CHROME_PATH,
  chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"],
});
let wrong = 0;
try {
  for (const path of paths) {
    const { lhr } = await lighthouse(base + path, {
      port: chrome.port,
      logLevel: "error",
      onlyCategories: ["accessibility", "best-practices"],
      throttlingMethod: "provided",
      disableFullPageScreenshot: true,
      extraHeaders: { "X-Forwarded-Proto": "https" },
    });
    if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
    for (const category of Object.values(lhr.categories)) {
      if (category.score === 1) {
        console.log(`${path}: ${category.title} 100`);
        continue;
      }
      wrong++;
      console.log(`${path}: ${category.title} ${Math.round(category.score * 100)}`);
      for (const { id, weight } of category.auditRefs) {
        const audit = lhr.audits[id];
        if (weight > 0 && audit.score !== null && audit.score < 1) console.log(`  ${audit.title}`);
      }
    }
  }
} finally {
  await chrome.kill();
}
process.exitCode = wrong ? 1 : 0;

// A service that lets people sign in, from `oidc-provider`: started before the country, which must know its address, and
// told of the country afterwards, to which it sends people back. It is on `localhost` and the country on `127.0.0.1`, so
// that browsers take them for two sites.
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { Provider } from "oidc-provider";

/** Who may sign in there, by the name typed. The pharmacist is registered in the demonstration by her RPPS. */
const PEOPLE = {
  pharmacist: {
    SubjectNameID: "810101234564",
    given_name: "Maxime",
    family_name: "Officine",
    SubjectRefPro: { exercices: [{ codeProfession: "21", activities: [{ numeroFinessSite: "750000010" }] }] },
  },
  stranger: { SubjectNameID: "899700218896", given_name: "<b>Robert</b>", family_name: "Inconnu" },
  agent: { usual_name: "Agent", given_name: "Dominique", siret: "26010004500012", email: "agent@example.org" },
};

const SECRET = "a secret of the tests, known to all of them";

/** What the country is told: one service like Pro Santé Connect, one like ProConnect, which signs what it tells. */
function settings(issuer) {
  const common = { issuer, secret_file: "secret" };
  return {
    providers: [
      {
        ...common,
        code: "sante",
        name: "Santé Connect",
        client_id: "vigie-sante",
        scopes: ["scope_all"],
        acr: { asked: ["eidas1"] },
        claims: { rpps: ["SubjectNameID"], sites: ["SubjectRefPro.exercices.activities.numeroFinessSite"] },
      },
      {
        ...common,
        code: "pro",
        name: "Pro Connect",
        client_id: "vigie-pro",
        scopes: ["siret", "given_name", "usual_name"],
        claims: { sites: ["siret"] },
        user_info: "signed",
      },
    ],
  };
}

function client(site, code, more) {
  return {
    client_id: `vigie-${code}`,
    client_secret: SECRET,
    redirect_uris: [`${site}/sign-in/return/${code}`],
    post_logout_redirect_uris: [`${site}/`],
    ...more,
  };
}

function configuration(site) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: "jwk" }), kid: "tests", use: "sig", alg: "RS256" };
  return {
    clients: [
      client(site, "sante", {}),
      client(site, "pro", { userinfo_signed_response_alg: "RS256", token_endpoint_auth_method: "client_secret_post" }),
    ],
    jwks: { keys: [key] },
    cookies: { keys: ["cookies of the tests"] },
    acrValues: ["eidas1"],
    scopes: ["openid", "scope_all", "siret", "given_name", "usual_name"],
    claims: {
      openid: ["sub"],
      scope_all: ["SubjectNameID", "SubjectRefPro", "given_name", "family_name"],
      siret: ["siret"],
      given_name: ["given_name"],
      usual_name: ["usual_name"],
    },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: askToLeave },
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, name) => ({ accountId: name, claims: () => ({ sub: name, ...PEOPLE[name] }) }),
    loadExistingGrant: grantAll,
    renderError: (ctx, out) => {
      ctx.type = "html";
      ctx.body = page("Erreur", `<pre>${out.error} ${out.error_description ?? ""}</pre>`);
    },
  };
}

/** Nobody is asked what the country may know. */
async function grantAll(ctx) {
  const { client, session, provider } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid scope_all siret given_name usual_name");
  await grant.save();
  return grant;
}

function page(title, body) {
  // An icon that is there: a browser that finds none reports an error.
  const head = `<title>${title}</title><link rel="icon" href="data:,">`;
  return `<!doctype html><html lang="fr"><head>${head}</head><body><h1>${title}</h1>${body}</body></html>`;
}

function askToLeave(ctx, form) {
  const button = '<button type="submit" form="op.logoutForm" name="logout" value="yes">Oui, me déconnecter</button>';
  ctx.body = page("Se déconnecter ?", form + button);
}

const ASK_WHO = page(
  "Qui êtes-vous ?",
  '<form method="post"><label>Nom <input name="name"></label><button type="submit">Entrer</button></form>' +
    '<form method="post"><input type="hidden" name="name" value=""><button type="submit">Renoncer</button></form>',
);

async function interact(provider, request, response) {
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(ASK_WHO);
    return;
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const name = new URLSearchParams(body).get("name");
  const result = PEOPLE[name] ? { login: { accountId: name } } : { error: "access_denied" };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** Starts the service. Gives its address, the file of settings for the country, and what ends it. */
export async function startProvider() {
  let answer = (_, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://localhost:${server.address().port}`;
  const folder = mkdtempSync(path.join(tmpdir(), "vigie-sign-in-"));
  const file = path.join(folder, "sign-in.json");
  writeFileSync(file, JSON.stringify(settings(issuer)));
  writeFileSync(path.join(folder, "secret"), SECRET);
  return {
    issuer,
    file,
    /** People are sent back to this country from now on. */
    serve(site) {
      const provider = new Provider(issuer, configuration(site));
      const callback = provider.callback();
      answer = (request, response) => {
        const isInteraction = request.url.startsWith("/interaction/");
        const done = isInteraction ? interact(provider, request, response) : callback(request, response);
        Promise.resolve(done).catch((error) => response.writeHead(500).end(String(error)));
      };
    },
    stop() {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

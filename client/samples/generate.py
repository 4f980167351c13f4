#!/usr/bin/env python3
"""Writes calls.jsonl: a day of calls to OpenAI-compatible endpoints, as `orogen receipt sign` reads
them. Prompts and answers are written by hand or worked out here; ids, times, the cutting of streamed
answers and the order come from a fixed seed, so that the file can be made again byte for byte.

Token counts follow the texts: about four characters of Latin script, or one of any other, are a token.

    python3 client/samples/generate.py > client/samples/calls.jsonl
"""

import json
import random
import sys

LLAMA = "meta-llama/Llama-3.3-70B-Instruct"
QWEN = "qwen/Qwen3-32B"
CODER = "qwen/Qwen2.5-Coder-32B-Instruct"
MISTRAL = "mistralai/Mistral-Small-3.2-24B-Instruct-2506"
DEEPSEEK = "deepseek-ai/DeepSeek-V3.1"
GEMMA = "google/gemma-3-27b-it"
OSS = "openai/gpt-oss-20b"

rng = random.Random(2609)
calls = []


def tokens(text):
    latin = sum(1 for c in text if ord(c) < 0x250)
    return -(-latin // 4) + (len(text) - latin)


def call(model, messages, answer, **options):
    """A call that was answered with a text."""
    calls.append((model, messages, {"content": answer}, "stop", options))


def tool_call(model, messages, tools, name, arguments, **options):
    """A call that was answered with a tool call; returns the call's id."""
    call_id = "call_" + "".join(rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=24))
    function = {"name": name, "arguments": json.dumps(arguments, ensure_ascii=False)}
    message = {"content": None, "tool_calls": [{"id": call_id, "type": "function", "function": function}]}
    calls.append((model, messages, message, "tool_calls", {"tools": tools, **options}))
    return message["tool_calls"]


def failed(model, messages, status, text, **options):
    calls.append((model, messages, {"error": text, "code": status}, None, options))


def user(text):
    return {"role": "user", "content": text}


def system(text):
    return {"role": "system", "content": text}


def assistant(text):
    return {"role": "assistant", "content": text}


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


# --- Support tickets: classification with JSON out ------------------------------------------------

TRIAGE = system(
    "You sort support tickets of an online bicycle shop. Answer with one JSON object and nothing else: "
    '{"team": "orders" | "returns" | "workshop" | "billing" | "other", "urgent": true | false, '
    '"language": ISO 639-1 code, "summary": at most 12 words in English}.'
)
TICKETS = [
    ("Hi, I ordered a Shimano XT cassette on the 3rd (order 88214) and DHL says it was delivered, but nobody here has seen it. Could you check with them?", "orders", False, "en", "Parcel marked delivered but not received, order 88214"),
    ("Die Bremsen an meinem neuen Gravelbike greifen kaum noch, nach nicht mal 200 km. Ich traue mich so nicht mehr auf die Straße. Was soll ich tun?", "workshop", True, "de", "Brakes failing after 200 km, customer feels unsafe"),
    ("you charged me twice for the same helmet!!! 2 x 79,90 on my visa. I want the second one back today", "billing", True, "en", "Charged twice for one helmet, wants refund"),
    ("Bonjour, le casque est trop petit, comment faire pour l'échanger contre une taille L ? Je l'ai reçu hier.", "returns", False, "fr", "Wants to exchange helmet for size L"),
    ("Do you ship to the Faroe Islands, and what would a frame set cost to send?", "orders", False, "en", "Asks about shipping a frame set to the Faroe Islands"),
    ("Meu pedido 90117 está parado em 'a preparar' há nove dias. Vou viajar na sexta e preciso dos pneus antes.", "orders", True, "pt", "Order 90117 stuck for nine days, needed by Friday"),
    ("The invoice for order 87001 has my old company name on it. Accounting will not take it like that. New name: Nordlys Media AS, org. no. 927 113 450.", "billing", False, "en", "Invoice 87001 needs the new company name"),
    ("Ich möchte den Sattel zurückgeben, das Rücksendeetikett lässt sich aber nicht ausdrucken (PDF ist leer).", "returns", False, "de", "Return label PDF for a saddle is blank"),
    ("Crank arm came off while riding to work this morning. I fell, nothing broken luckily. The bike was assembled by your workshop two weeks ago.", "workshop", True, "en", "Crank arm fell off after shop assembly, customer crashed"),
    ("¿Tenéis en stock la cámara 29x2.4 con válvula Presta? En la web pone 'consultar'.", "orders", False, "es", "Asks whether a 29x2.4 Presta tube is in stock"),
    ("Just wanted to say that Marta in your Leipzig store was fantastic. She fixed my spoke in ten minutes and would not take any money.", "other", False, "en", "Praise for Marta in the Leipzig store"),
    ("My e-bike battery gets really hot when charging and there is a strange smell. I have unplugged it. Is this normal?", "workshop", True, "en", "E-bike battery overheats and smells while charging"),
    ("Hallo, ik heb 20 % korting als lid, maar die werd bij het afrekenen niet toegepast. Bestelling 90244.", "billing", False, "nl", "Member discount of 20 % not applied to order 90244"),
    ("Please cancel order 90310, I picked the wrong colour. It has not shipped yet according to the site.", "orders", True, "en", "Cancel order 90310 before it ships, wrong colour"),
    ("Zwróciłem koszulkę trzy tygodnie temu i dalej nie mam pieniędzy na koncie. Numer zwrotu R-5521.", "returns", False, "pl", "Refund for return R-5521 missing after three weeks"),
    ("How often should I wax a chain if I ride mostly in the rain? The one I bought from you squeaks after 150 km.", "workshop", False, "en", "Asks how often to wax a chain in rain"),
    ("Your newsletter unsubscribe link gives a 404. Please take me off the list.", "other", False, "en", "Unsubscribe link broken, wants off the newsletter"),
    ("予約していた輪行袋は来週の月曜までに届きますか?火曜から旅行に出ます。", "orders", True, "ja", "Asks whether the bike bag arrives before Tuesday's trip"),
]
for i, (text, team, urgent, language, summary) in enumerate(TICKETS):
    answer = compact({"team": team, "urgent": urgent, "language": language, "summary": summary})
    call([OSS, MISTRAL, GEMMA][i % 3], [TRIAGE, user(text)], answer, temperature=0, max_tokens=120,
         response_format={"type": "json_object"})

# --- Translation -----------------------------------------------------------------------------------

TRANSLATIONS = [
    ("German", "Please keep this door closed: the cat is faster than you think.", "Bitte halten Sie diese Tür geschlossen: Die Katze ist schneller, als Sie denken."),
    ("French", "The meeting has been moved to Thursday at half past nine; the agenda stays the same.", "La réunion est reportée à jeudi, neuf heures et demie ; l'ordre du jour reste inchangé."),
    ("Spanish", "Your appointment is confirmed. Please arrive ten minutes early and bring your insurance card.", "Su cita está confirmada. Por favor, llegue diez minutos antes y traiga su tarjeta del seguro."),
    ("Japanese", "We are sorry for the delay. Your order will be shipped tomorrow morning.", "お届けが遅れまして申し訳ございません。ご注文の商品は明日の午前中に発送いたします。"),
    ("Italian", "Do not add salt before tasting: the capers are already quite salty.", "Non aggiungere sale prima di assaggiare: i capperi sono già piuttosto salati."),
    ("Polish", "The train to Gdańsk will depart from platform 3 instead of platform 5.", "Pociąg do Gdańska odjedzie z peronu 3 zamiast z peronu 5."),
    ("Portuguese (Brazil)", "Tap 'Forgot password' and we will send you a link that is valid for 30 minutes.", "Toque em “Esqueci a senha” e enviaremos um link válido por 30 minutos."),
    ("Korean", "Battery is low. Connect the charger to continue the update.", "배터리가 부족합니다. 업데이트를 계속하려면 충전기를 연결하세요."),
    ("Swedish", "The library is closed on Midsummer's Eve, but the return box is open all night.", "Biblioteket är stängt på midsommarafton, men återlämningslådan är öppen dygnet runt."),
    ("Chinese (Simplified)", "Passengers travelling with infants are invited to board first.", "携带婴儿的旅客请优先登机。"),
    ("Ukrainian", "Water will be switched off on Tuesday from 9:00 to 14:00 because of repairs.", "У вівторок з 9:00 до 14:00 воду буде вимкнено через ремонтні роботи."),
    ("Greek", "The beach bar serves breakfast until eleven; after that you will have to be content with ice cream.", "Το μπαρ της παραλίας σερβίρει πρωινό μέχρι τις έντεκα· μετά θα πρέπει να αρκεστείτε στο παγωτό."),
    ("Turkish", "Your parcel could not be delivered because nobody was at home. You can pick it up at the post office from tomorrow.", "Evde kimse olmadığı için kargonuz teslim edilemedi. Yarından itibaren postaneden teslim alabilirsiniz."),
    ("Dutch", "This footpath is flooded at high tide. Check the tide table before you set out.", "Dit voetpad staat bij vloed onder water. Raadpleeg de getijdentabel voordat u vertrekt."),
    ("Czech", "Two adults and one child, please. Is there a discount with a student card?", "Dvakrát dospělý a jednou dítě, prosím. Je na studentskou kartu sleva?"),
    ("Hindi", "Please do not share this code with anyone, not even with our staff.", "कृपया यह कोड किसी के साथ साझा न करें, हमारे कर्मचारियों के साथ भी नहीं।"),
]
for i, (language, source, target) in enumerate(TRANSLATIONS):
    messages = [
        system(f"Translate the user's text into {language}. Keep tone and register. Answer with the translation only."),
        user(source),
    ]
    call([QWEN, LLAMA, GEMMA, MISTRAL][i % 4], messages, target, temperature=0.2, stream=i % 3 == 0)

# --- Code --------------------------------------------------------------------------------------------

PAIR = system("You are a careful senior engineer. Be brief, show code first, then at most three sentences.")
CODE = [
    ("Python: split a list into chunks of at most n items, without itertools.",
     "```python\ndef chunks(items, n):\n    if n < 1:\n        raise ValueError(\"n must be at least 1\")\n    return [items[i:i + n] for i in range(0, len(items), n)]\n```\nSlicing past the end is fine in Python, so the last chunk may be shorter. An empty list gives an empty list."),
    ("Rust: read a file line by line and count lines that contain a word, propagating errors.",
     "```rust\nuse std::{fs::File, io::{self, BufRead, BufReader}, path::Path};\n\nfn count(path: &Path, word: &str) -> io::Result<usize> {\n    let mut hits = 0;\n    for line in BufReader::new(File::open(path)?).lines() {\n        if line?.contains(word) {\n            hits += 1;\n        }\n    }\n    Ok(hits)\n}\n```\n`lines()` yields `io::Result<String>`, so `line?` also reports a read error in the middle of the file. Use `read_until` instead if the file may not be UTF-8."),
    ("TypeScript: debounce with proper types, keeping the argument types of the wrapped function.",
     "```ts\nexport function debounce<A extends unknown[]>(fn: (...args: A) => void, ms: number) {\n  let timer: ReturnType<typeof setTimeout> | undefined;\n  return (...args: A): void => {\n    clearTimeout(timer);\n    timer = setTimeout(() => fn(...args), ms);\n  };\n}\n```\nThe result is always dropped, which is why `fn` returns `void`. If callers need the value, return a promise that resolves on the trailing call."),
    ("Bash: find the ten largest files below the current directory, human readable, handle spaces in names.",
     "```bash\nfind . -type f -printf '%s\\t%p\\n' | sort -rn | head -n 10 | numfmt --field=1 --to=iec\n```\n`-printf` is GNU find; on macOS install `findutils` and use `gfind`. Names with newlines would still confuse it."),
    ("Go: what is wrong here?\n```go\nfor _, u := range urls {\n\tgo func() { results <- fetch(u) }()\n}\nfor range urls { r := <-results; use(r) }\nclose(results)\n```",
     "With Go 1.22 or newer and an unbuffered `results` this works; before 1.22 every goroutine sees the last `u`.\n\n```go\nfor _, u := range urls {\n\tgo func(u string) { results <- fetch(u) }(u)\n}\n```\nPassing `u` is correct for every version. If `use` can return early, make the channel buffered with `len(urls)` or the remaining goroutines leak."),
    ("CSS: center a div both ways, without fixed sizes.",
     "```css\n.parent {\n  display: grid;\n  place-items: center;\n  min-height: 100dvh;\n}\n```\n`dvh` follows the mobile browser's toolbar, `vh` does not. Drop `min-height` if the parent already has a height."),
    ("C: is this safe? `char buf[16]; strncpy(buf, name, sizeof buf); puts(buf);`",
     "No: if `name` has 16 characters or more, `buf` has no terminating zero and `puts` reads past it.\n\n```c\nchar buf[16];\nsnprintf(buf, sizeof buf, \"%s\", name);\nputs(buf);\n```\n`snprintf` always terminates. Compare its return value with `sizeof buf` if truncation matters."),
    ("Python: parse ISO 8601 timestamps that may end in Z, on 3.9.",
     "```python\nfrom datetime import datetime\n\ndef parse(text: str) -> datetime:\n    if text.endswith(\"Z\"):\n        text = text[:-1] + \"+00:00\"\n    return datetime.fromisoformat(text)\n```\n`fromisoformat` accepts `Z` itself from 3.11 on. Naive inputs stay naive; reject them if you compare with aware ones."),
    ("JavaScript: deep-freeze a plain object.",
     "```js\nfunction deepFreeze(value) {\n  if (value && typeof value === \"object\" && !Object.isFrozen(value)) {\n    Object.freeze(value);\n    Object.values(value).forEach(deepFreeze);\n  }\n  return value;\n}\n```\nFreezing before descending makes cycles harmless. `Map` and `Set` contents stay mutable: `freeze` only covers properties."),
    ("Git: I committed a 300 MB file two commits ago and have not pushed. How do I get rid of it?",
     "```sh\ngit rebase -i HEAD~3        # mark the bad commit with `edit`\ngit rm --cached big.bin\ngit commit --amend --no-edit\ngit rebase --continue\ngit gc --prune=now\n```\nAdd `big.bin` to `.gitignore` first or it comes back. Nothing was pushed, so nobody else needs to do anything."),
    ("Kotlin: idiomatic way to get the first non-null of three nullable functions, lazily?",
     "```kotlin\nval name = fromCache() ?: fromDb() ?: fromNetwork()\n```\nThe Elvis operator only calls the next function if the one before returned null. For a list of suppliers use `suppliers.firstNotNullOfOrNull { it() }`."),
    ("Dockerfile for a static Rust binary, small as possible, with CA certificates.",
     "```dockerfile\nFROM rust:1-alpine AS build\nRUN apk add --no-cache musl-dev ca-certificates\nWORKDIR /src\nCOPY . .\nRUN cargo build --release --locked\n\nFROM scratch\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY --from=build /src/target/release/app /app\nUSER 65534\nENTRYPOINT [\"/app\"]\n```\n`scratch` has no shell, so debug with the build stage. Crates that need OpenSSL should switch to `rustls`."),
    ("Swift: why does this crash? `let first = items[0]` where items can be empty.",
     "```swift\nguard let first = items.first else { return }\n```\nSubscripting past the end traps at run time by design. `first` is an optional, so the compiler makes you say what happens when there is none."),
    ("Explain this one-liner: `awk -F, 'NR>1 {s[$2]+=$5} END {for (k in s) print k, s[k]}' sales.csv`",
     "It sums column 5 by the value of column 2, skipping the header.\n\n```awk\n-F,        # fields are separated by commas\nNR>1       # not the first line\ns[$2]+=$5  # add up per key\n```\nThe order of the output is arbitrary; pipe it through `sort`. Quoted fields with commas would break it, use a CSV parser then."),
]
for i, (question, answer) in enumerate(CODE):
    call([CODER, DEEPSEEK, QWEN][i % 3], [PAIR, user(question)], answer, temperature=0.1,
         max_completion_tokens=800, stream=i % 2 == 0)

# --- SQL ------------------------------------------------------------------------------------------------

SCHEMA = system(
    "Write PostgreSQL 16 for this schema and nothing else:\n"
    "customer(id, name, country, created_at)\n"
    "orders(id, customer_id, placed_at, status, total_cents)\n"
    "item(order_id, sku, quantity, price_cents)\n"
    "refund(order_id, amount_cents, created_at)"
)
SQL = [
    ("Revenue per month of 2025, shipped orders only.",
     "SELECT date_trunc('month', placed_at)::date AS month, sum(total_cents) / 100.0 AS revenue\nFROM orders\nWHERE status = 'shipped'\n  AND placed_at >= '2025-01-01' AND placed_at < '2026-01-01'\nGROUP BY 1\nORDER BY 1;"),
    ("Customers without any order in the last 180 days, newest customers first.",
     "SELECT c.id, c.name\nFROM customer c\nWHERE NOT EXISTS (\n  SELECT 1 FROM orders o\n  WHERE o.customer_id = c.id AND o.placed_at > now() - interval '180 days'\n)\nORDER BY c.created_at DESC;"),
    ("Top 5 SKUs by quantity for each country.",
     "SELECT country, sku, quantity\nFROM (\n  SELECT c.country, i.sku, sum(i.quantity) AS quantity,\n         row_number() OVER (PARTITION BY c.country ORDER BY sum(i.quantity) DESC, i.sku) AS place\n  FROM item i\n  JOIN orders o ON o.id = i.order_id\n  JOIN customer c ON c.id = o.customer_id\n  GROUP BY c.country, i.sku\n) ranked\nWHERE place <= 5\nORDER BY country, place;"),
    ("Refund rate by country: refunded cents over total cents, as a percentage with one decimal.",
     "SELECT c.country,\n       round(100.0 * coalesce(sum(r.refunded), 0) / nullif(sum(o.total_cents), 0), 1) AS percent\nFROM orders o\nJOIN customer c ON c.id = o.customer_id\nLEFT JOIN (\n  SELECT order_id, sum(amount_cents) AS refunded FROM refund GROUP BY order_id\n) r ON r.order_id = o.id\nGROUP BY c.country\nORDER BY percent DESC NULLS LAST;"),
    ("Orders whose total does not match the sum of their items.",
     "SELECT o.id, o.total_cents, coalesce(sum(i.quantity * i.price_cents), 0) AS items_cents\nFROM orders o\nLEFT JOIN item i ON i.order_id = o.id\nGROUP BY o.id, o.total_cents\nHAVING o.total_cents <> coalesce(sum(i.quantity * i.price_cents), 0);"),
    ("Median order value per weekday.",
     "SELECT extract(isodow FROM placed_at) AS weekday,\n       percentile_cont(0.5) WITHIN GROUP (ORDER BY total_cents) / 100.0 AS median\nFROM orders\nGROUP BY 1\nORDER BY 1;"),
    ("Share of customers with a second order within 30 days of the first.",
     "WITH numbered AS (\n  SELECT customer_id, placed_at,\n         row_number() OVER (PARTITION BY customer_id ORDER BY placed_at) AS n\n  FROM orders\n)\nSELECT round(100.0 * count(*) FILTER (WHERE s.placed_at <= f.placed_at + interval '30 days') / count(*), 1)\nFROM numbered f\nLEFT JOIN numbered s ON s.customer_id = f.customer_id AND s.n = 2\nWHERE f.n = 1;"),
    ("Delete refunds of test orders (customer name starts with 'TEST').",
     "DELETE FROM refund r\nUSING orders o\nJOIN customer c ON c.id = o.customer_id\nWHERE r.order_id = o.id AND c.name LIKE 'TEST%';"),
]
for i, (question, answer) in enumerate(SQL):
    call([CODER, DEEPSEEK][i % 2], [SCHEMA, user(question)], answer, temperature=0, seed=7)

# --- Tools: a call of a tool, then the answer from its result -----------------------------------------

TOOLS = [
    {"type": "function", "function": {
        "name": "get_weather", "description": "Forecast for a city and a day.",
        "parameters": {"type": "object", "required": ["city", "date"], "properties": {
            "city": {"type": "string"}, "date": {"type": "string", "format": "date"}}}}},
    {"type": "function", "function": {
        "name": "find_connection", "description": "Next train connections between two stations.",
        "parameters": {"type": "object", "required": ["from", "to", "departure"], "properties": {
            "from": {"type": "string"}, "to": {"type": "string"}, "departure": {"type": "string"}}}}},
    {"type": "function", "function": {
        "name": "create_event", "description": "Adds an event to the user's calendar.",
        "parameters": {"type": "object", "required": ["title", "start", "minutes"], "properties": {
            "title": {"type": "string"}, "start": {"type": "string"}, "minutes": {"type": "integer"}}}}},
]
PLANNER = system("You are a travel assistant. Today is Monday, 2 November 2026. Use the tools; do not guess times or weather.")
ERRANDS = [
    ("Do I need an umbrella in Bergen tomorrow?", "get_weather", {"city": "Bergen", "date": "2026-11-03"},
     {"summary": "rain", "high": 8, "low": 5, "precipitation_mm": 14}, "Yes. Bergen gets about 14 mm of rain tomorrow, with 5 to 8 °C. Take a proper rain jacket as well; umbrellas do not last long there."),
    ("Next train from Köln Hbf to Amsterdam after 3 pm?", "find_connection", {"from": "Köln Hbf", "to": "Amsterdam Centraal", "departure": "2026-11-02T15:00"},
     {"trains": [{"line": "ICE 122", "departure": "15:45", "arrival": "18:27", "changes": 0}]}, "ICE 122 leaves Köln Hbf at 15:45 and reaches Amsterdam Centraal at 18:27, without a change."),
    ("Put a dentist appointment in my calendar, Thursday 8:30, half an hour.", "create_event", {"title": "Dentist", "start": "2026-11-05T08:30", "minutes": 30},
     {"id": "evt_4411", "ok": True}, "Done: “Dentist” is in your calendar for Thursday, 5 November, 8:30 to 9:00."),
    ("Wie wird das Wetter am Samstag in Leipzig?", "get_weather", {"city": "Leipzig", "date": "2026-11-07"},
     {"summary": "sunny", "high": 12, "low": 2, "precipitation_mm": 0}, "Am Samstag wird es in Leipzig sonnig und trocken, bei 2 bis 12 °C."),
    ("Is there snow in Tromsø on Wednesday?", "get_weather", {"city": "Tromsø", "date": "2026-11-04"},
     {"summary": "snow", "high": -1, "low": -6, "precipitation_mm": 7}, "Yes, snow is forecast for Tromsø on Wednesday: roughly 7 mm of precipitation at −6 to −1 °C."),
    ("I have to be in Milan by noon on Friday, coming from Zürich. Which train?", "find_connection", {"from": "Zürich HB", "to": "Milano Centrale", "departure": "2026-11-06T07:00"},
     {"trains": [{"line": "EC 313", "departure": "07:33", "arrival": "10:50", "changes": 0}, {"line": "EC 315", "departure": "09:33", "arrival": "12:50", "changes": 0}]}, "Take EC 313: it leaves Zürich HB at 7:33 and arrives at Milano Centrale at 10:50. The next direct one (EC 315) only gets there at 12:50."),
    ("Block two hours for tax papers on Sunday morning, from 10.", "create_event", {"title": "Tax papers", "start": "2026-11-08T10:00", "minutes": 120},
     {"id": "evt_4412", "ok": True}, "I have blocked Sunday, 8 November, from 10:00 to 12:00 for your tax papers."),
    ("¿Hará buen tiempo en Sevilla el jueves para cenar fuera?", "get_weather", {"city": "Sevilla", "date": "2026-11-05"},
     {"summary": "clear", "high": 22, "low": 13, "precipitation_mm": 0}, "Sí: el jueves el cielo estará despejado en Sevilla, con 22 °C de máxima y unos 13 °C por la noche. Lleva una chaqueta fina."),
]
for i, (question, tool, arguments, result, answer) in enumerate(ERRANDS):
    model = [LLAMA, QWEN, DEEPSEEK][i % 3]
    messages = [PLANNER, user(question)]
    made = tool_call(model, messages, TOOLS, tool, arguments, temperature=0, stream=i % 2 == 1, tool_choice="auto")
    messages = messages + [
        {"role": "assistant", "content": None, "tool_calls": made},
        {"role": "tool", "tool_call_id": made[0]["id"], "content": compact(result)},
    ]
    call(model, messages, answer, temperature=0.3, stream=i % 2 == 1, tools=TOOLS)

# --- Summaries --------------------------------------------------------------------------------------------

SUMMARIES = [
    ("The council voted 21 to 14 on Tuesday evening to close Harbour Street to cars from April. Buses, bicycles and deliveries before 10 am stay allowed. Shop owners had collected 3,000 signatures against the plan; the mayor pointed to a survey in which 62 % of residents were in favour. A first review is due after twelve months.",
     "From April Harbour Street is closed to cars (council vote 21:14); buses, bicycles and early deliveries may pass. Despite 3,000 signatures against it, 62 % of surveyed residents agree. It will be reviewed after a year."),
    ("Hi all, quick update: the migration of the billing database took 40 minutes longer than planned because an index had to be rebuilt. No data was lost, and we were back at 03:25. Two invoices were sent twice; Priya has already apologised to both customers. Next time we will rehearse on a full copy instead of the 10 % sample. Thanks to everyone who stayed up. – Jonas",
     "The billing migration finished at 03:25, 40 minutes late because of an index rebuild, without data loss. Two invoices went out twice (customers informed). The next one will be rehearsed on a full copy."),
    ("Researchers at the University of Tartu report that seagrass meadows in the northern Baltic have grown by eleven per cent since 2015. They credit clearer water: less fertiliser reaches the sea since farms along the rivers leave a ten-metre strip unploughed. The meadows store carbon and are nurseries for perch and pike. Warmer summers remain a threat, the authors write.",
     "Seagrass in the northern Baltic has grown 11 % since 2015, according to the University of Tartu, because less fertiliser runs off from farms. The meadows store carbon and shelter young fish, but warmer summers threaten them."),
    ("Minutes: (1) Budget approved with the change that travel is capped at 8,000. (2) Lena takes over the newsletter from Tom in January. (3) The roof quote from Becker is too high, Amir asks two more firms by the 20th. (4) Summer party: 13 June, at the boathouse if it is free. Next meeting 9 December, 18:00, online.",
     "- Budget approved, travel capped at 8,000\n- Lena runs the newsletter from January\n- Amir gets two more roof quotes by the 20th\n- Summer party on 13 June, boathouse if free\n- Next meeting: 9 December, 18:00, online"),
    ("Nach drei Niederlagen in Folge hat der FC Altstadt am Samstag wieder gewonnen. Gegen den Tabellenletzten tat sich die Mannschaft lange schwer; erst in der 78. Minute traf die eingewechselte Nadia Wolff mit einem Freistoß. Trainer Kern sprach von einem Arbeitssieg. Am Mittwoch folgt das Pokalspiel in Neuburg.",
     "Der FC Altstadt beendet mit einem 1:0 gegen den Tabellenletzten seine Niederlagenserie. Das Tor schoss Nadia Wolff in der 78. Minute per Freistoß. Am Mittwoch geht es im Pokal nach Neuburg."),
    ("Patient, 54, presents with two weeks of intermittent right-sided knee pain after starting to jog again. No trauma, no fever, no locking. Mild effusion, full range of motion, tenderness over the medial joint line. X-ray: small osteophytes, joint space preserved. Plan: relative rest, ibuprofen 400 mg as needed with food, physiotherapy, review in four weeks; MRI if locking occurs.",
     "54-year-old with two weeks of right knee pain after resuming jogging; mild effusion, medial tenderness, X-ray with small osteophytes only. Treated with rest, ibuprofen as needed and physiotherapy. Review in four weeks, MRI if the knee locks."),
    ("Release 4.2 adds keyboard shortcuts to the editor, a dark theme and export to EPUB. Import of old .wps files is gone; use 4.1 to convert them first. We fixed a crash when a footnote contained a table, and search now finds text in comments. Start-up is about 30 % faster on machines with spinning disks. macOS 12 is no longer supported.",
     "4.2 brings shortcuts, a dark theme, EPUB export, search in comments and faster start-up, and fixes a crash with tables in footnotes. Import of .wps files and support for macOS 12 are gone."),
    ("The lease runs from 1 March for three years. Rent is 1,450 a month, due on the third working day, and rises with the consumer price index once a year. The tenant pays small repairs up to 100 each and 400 a year. Either side may end the lease with three months' notice after the first year. Pets need consent, which may only be refused for good reason.",
     "Three-year lease from 1 March, 1,450 a month, adjusted yearly to inflation. Small repairs are the tenant's, up to 100 each and 400 a year. After one year either side can leave with three months' notice; pets need consent."),
]
for i, (text, answer) in enumerate(SUMMARIES):
    call([LLAMA, MISTRAL, GEMMA][i % 3],
         [system("Summarise the text for a busy reader, in its own language, in at most three sentences or five bullets."), user(text)],
         answer, temperature=0.4, stream=i % 2 == 0, max_tokens=200)

# --- Invoices: extraction into a schema ---------------------------------------------------------------------

EXTRACT = system("Extract the fields of the invoice as JSON: number, date (ISO), supplier, currency, net, vat_rate, vat, total. Numbers without thousands separators. null where a field is missing.")
SUPPLIERS = [
    ("Holzwerk Brandt GmbH", "EUR", 19, "Rechnung Nr. {n}\n{s}\nDatum: {d}\n\n{q} x Regalboden Eiche  à {p}\nNetto {net}\n19 % USt {vat}\nGesamt {total} EUR"),
    ("Lumen & Sons Ltd", "GBP", 20, "INVOICE {n}   {s}\nIssued {d}\nLED panel 60x60   qty {q}   unit {p}\nSubtotal {net}\nVAT 20% {vat}\nTotal due GBP {total}"),
    ("Pâtisserie Duval", "EUR", 10, "{s} — facture n° {n} du {d}\n{q} plateaux de mignardises à {p}\nTotal HT {net}\nTVA 10 % {vat}\nTotal TTC {total} €"),
    ("Fjordtrykk AS", "NOK", 25, "Faktura {n}, {s}\nDato {d}\nPlakater A2: {q} stk. à {p}\nSum eks. mva. {net}\nMva. 25 % {vat}\nÅ betale NOK {total}"),
]
for i in range(20):
    supplier, currency, rate, form = SUPPLIERS[i % 4]
    quantity, price = rng.randint(2, 40), rng.randrange(400, 9_000, 5)
    net = quantity * price
    vat = (net * rate + 50) // 100
    number, day = f"{2026}-{rng.randint(100, 999)}", f"2026-{rng.randint(1, 10):02}-{rng.randint(1, 28):02}"
    money = lambda cents: f"{cents // 100}.{cents % 100:02}"
    text = form.format(n=number, s=supplier, d=day, q=quantity, p=money(price), net=money(net), vat=money(vat), total=money(net + vat))
    answer = compact({"number": number, "date": day, "supplier": supplier, "currency": currency, "net": net / 100, "vat_rate": rate, "vat": vat / 100, "total": (net + vat) / 100})
    call([OSS, MISTRAL, QWEN][i % 3], [EXTRACT, user(text)], answer, temperature=0, response_format={"type": "json_object"})

# --- Arithmetic in words ------------------------------------------------------------------------------------

TUTOR = system("You are a patient maths tutor for twelve-year-olds. Show the steps, then the result in bold.")
for i in range(18):
    kind = i % 4
    if kind == 0:
        per, people, base = rng.choice([25, 30, 40, 45]), rng.randint(5, 11), 4
        question = f"A pancake recipe for {base} people needs {per * base} g of flour. How much do I need for {people} people?"
        answer = f"For one person: {per * base} g ÷ {base} = {per} g.\nFor {people} people: {per} g × {people} = {per * people} g.\n\n**You need {per * people} g of flour.**"
    elif kind == 1:
        speed, hours = rng.choice([60, 70, 80, 90]), rng.choice([2, 3, 4])
        question = f"A train leaves at 9:15 and travels at {speed} km/h. How far is it at {9 + hours}:15, and at {9 + hours}:45?"
        answer = f"From 9:15 to {9 + hours}:15 are {hours} hours: {speed} × {hours} = {speed * hours} km.\nHalf an hour more adds {speed} ÷ 2 = {speed // 2} km: {speed * hours} + {speed // 2} = {speed * hours + speed // 2} km.\n\n**{speed * hours} km at {9 + hours}:15 and {speed * hours + speed // 2} km at {9 + hours}:45.**"
    elif kind == 2:
        price, percent = rng.choice([40, 60, 80, 120, 200]), rng.choice([10, 20, 25, 30])
        off = price * percent // 100
        question = f"A jacket costs {price} euros and is reduced by {percent} %. Then the shop takes another 10 % off the new price. Is that the same as {percent + 10} % off?"
        second = (price - off) / 10
        answer = f"{percent} % of {price} is {off}, so the new price is {price - off} euros.\n10 % of {price - off} is {second:g}, which leaves {price - off - second:g} euros.\n{percent + 10} % of {price} would be {price * (percent + 10) / 100:g}, which would leave {price - price * (percent + 10) / 100:g} euros.\n\n**No: you pay {price - off - second:g} euros, not {price - price * (percent + 10) / 100:g}.** The second discount is taken from a smaller price."
    else:
        a, b = rng.choice([(6, 8), (4, 10), (9, 12), (8, 12)])
        lcm = next(n for n in range(b, a * b + 1, b) if n % a == 0)
        question = f"One lighthouse flashes every {a} seconds, another every {b} seconds. They have just flashed together. When do they do so again?"
        multiples = lambda n: ", ".join(str(n * k) for k in range(1, lcm // n + 1))
        answer = f"Multiples of {a}: {multiples(a)}\nMultiples of {b}: {multiples(b)}\nThe first number in both lists is {lcm}.\n\n**They flash together again after {lcm} seconds.**"
    call([LLAMA, QWEN, GEMMA, OSS][i % 4], [TUTOR, user(question)], answer, temperature=0.6, stream=i % 3 == 1)

# --- Answers from a manual ------------------------------------------------------------------------------------

MANUAL = (
    "[1] The machine descales itself when the drop symbol lights up: fill the tank with 1 l of water and one sachet of descaler, put a bowl of at least 1 l under the spout and hold START for 5 s. It takes 25 minutes and must not be interrupted.\n"
    "[2] Grind: turn the dial only while the grinder runs. Towards 1 is finer. After a change, discard two cups.\n"
    "[3] E4 means that the drip tray is missing or its contacts are wet. Dry the contacts with a cloth.\n"
    "[4] E7 means that the brewing unit is blocked. Switch off, open the door on the right, take the unit out with the red handle, rinse it under warm water without soap and let it dry.\n"
    "[5] Milk: use the smaller hose for milk alternatives. Rinse the frother after each use with the RINSE button; once a week take it apart.\n"
    "[6] The warranty lasts 24 months. It does not cover scale damage when the wrong descaler, in particular vinegar, was used."
)
HELPDESK = system("Answer only from the manual below and name the paragraph in brackets. If it is not in there, say so.\n\n" + MANUAL)
QUESTIONS = [
    ("My machine says E7, what now?", "The brewing unit is blocked [4]. Switch the machine off, open the door on the right and pull the unit out by its red handle. Rinse it under warm water without soap, let it dry and put it back."),
    ("can i descale with vinegar", "Better not: damage by scale is not covered by the warranty if vinegar was used [6]. Use a sachet of descaler in 1 l of water and hold START for 5 seconds when the drop symbol lights up [1]."),
    ("How do I make the coffee stronger?", "The manual only says how to grind finer: turn the dial towards 1 while the grinder runs and discard the next two cups [2]. It does not mention a setting for strength."),
    ("E4 on the display but the tray is in!", "Then its contacts are probably wet: take the drip tray out and dry the contacts with a cloth [3]."),
    ("Which hose for oat milk?", "The smaller one; it is meant for milk alternatives [5]. Rinse the frother afterwards with the RINSE button."),
    ("How long does descaling take, and can I stop it half way?", "It takes 25 minutes and must not be interrupted [1]."),
    ("What is the wattage?", "The manual does not say. Look at the type plate, which is usually at the bottom of a machine."),
    ("Combien de temps dure la garantie ?", "La garantie dure 24 mois [6]. Elle ne couvre pas les dégâts dus au calcaire si un mauvais détartrant, notamment du vinaigre, a été utilisé."),
    ("I changed the grind and now the coffee tastes weird", "That is normal at first: discard two cups after a change [2]. If it still tastes off, check that you turned the dial while the grinder was running."),
    ("Wie oft muss ich den Milchaufschäumer zerlegen?", "Einmal pro Woche; nach jedem Gebrauch genügt die RINSE-Taste [5]."),
]
for i, (question, answer) in enumerate(QUESTIONS):
    call([MISTRAL, LLAMA][i % 2], [HELPDESK, user(question)], answer, temperature=0.1, stream=i % 2 == 0)

# --- Sentiment ------------------------------------------------------------------------------------------------

REVIEWS = [
    ("Room was tiny but spotless, and the breakfast alone is worth the stay.", "positive", 0.8),
    ("Arrived at 11 pm, nobody at the desk, code did not work. Slept in the car.", "negative", -0.9),
    ("It's a hotel. It has beds.", "neutral", 0.0),
    ("Schöne Lage, aber das WLAN ist 2026 wirklich keine Zumutung mehr wert.", "mixed", -0.2),
    ("Staff went out of their way to find my son's lost teddy. We will be back!", "positive", 0.95),
    ("Overpriced for what it is, although the view from the roof is stunning.", "mixed", -0.1),
    ("The 'sea view' is a mirror facing the sea. I wish I were joking.", "negative", -0.8),
    ("Habitación silenciosa, cama comodísima, personal encantador. Diez de diez.", "positive", 1.0),
    ("Third stay, third time the shower was cold. At least they are consistent.", "negative", -0.7),
    ("Fine for one night near the airport.", "neutral", 0.1),
    ("Le petit-déjeuner est correct, sans plus. Très bon accueil en revanche.", "mixed", 0.4),
    ("Bedbugs. That is the review.", "negative", -1.0),
]
for i, (text, label, score) in enumerate(REVIEWS):
    call([OSS, GEMMA][i % 2],
         [system('Rate the sentiment of the hotel review: {"label": "positive" | "negative" | "neutral" | "mixed", "score": -1 to 1}. JSON only.'), user(text)],
         compact({"label": label, "score": score}), temperature=0, max_tokens=40, logprobs=i % 4 == 0)

# --- Commit messages ------------------------------------------------------------------------------------------

DIFFS = [
    ("-    if retries > 3:\n+    if retries >= MAX_RETRIES:\n         raise GiveUp(url)", "fix(fetch): stop after MAX_RETRIES attempts, not one later"),
    ("+## Running the tests\n+\n+    make test        # unit tests\n+    make test-slow   # needs Docker", "docs: explain how to run the tests"),
    ("-const TIMEOUT: u64 = 30;\n+const TIMEOUT: Duration = Duration::from_secs(30);", "refactor: make the timeout a Duration"),
    ("-SELECT * FROM users WHERE name = '\" + name + \"'\n+SELECT id, name FROM users WHERE name = ?", "fix(security): bind the user name instead of concatenating it"),
    ("-  \"lodash\": \"^4.17.15\",\n+  \"lodash\": \"^4.17.21\",", "chore(deps): bump lodash to 4.17.21"),
    ("+#[test]\n+fn empty_cart_should_cost_nothing() {\n+    assert_eq!(Cart::default().total(), 0);\n+}", "test(cart): cover the empty cart"),
    ("-        return datetime.now()\n+        return datetime.now(timezone.utc)", "fix: use UTC for timestamps"),
    ("+  @media (prefers-reduced-motion: reduce) {\n+    .toast { animation: none; }\n+  }", "feat(ui): respect prefers-reduced-motion for toasts"),
]
for i, (diff, answer) in enumerate(DIFFS):
    call([CODER, DEEPSEEK][i % 2], [system("Write a conventional commit subject for the diff, at most 72 characters, nothing else."), user("```diff\n" + diff + "\n```")],
         answer, temperature=0.2, max_tokens=60, stop=["\n"])

# --- Letters ---------------------------------------------------------------------------------------------------

LETTERS = [
    ("Write a short, friendly reminder: invoice 4417 over 380 euros was due last Friday.",
     "Subject: Invoice 4417\n\nHello,\n\nour invoice 4417 over €380 was due last Friday, and we have not seen a payment yet. It may well have crossed with this message; in that case please ignore it. Otherwise we would be glad if you could settle it this week.\n\nMany thanks and best wishes"),
    ("Decline a job offer politely, I want to stay in touch. Their name is Mr. Okafor.",
     "Dear Mr. Okafor,\n\nthank you very much for the offer and for the open conversations of the last weeks. I have thought about it for a long time and decided to stay where I am for now: the project that I lead is in its last year, and I would like to see it through.\n\nThe work of your team has impressed me, and I would be happy to stay in touch.\n\nKind regards"),
    ("Schreib meiner Vermieterin Frau Seidel, dass die Heizung im Bad seit Montag kalt ist. Sachlich, mit Frist.",
     "Sehr geehrte Frau Seidel,\n\nseit Montag bleibt der Heizkörper im Bad kalt, auch nachdem ich ihn entlüftet habe; die übrigen Heizkörper funktionieren. Bitte lassen Sie das bis kommenden Freitag prüfen. Ich bin werktags ab 16 Uhr zu Hause und kann den Zugang auch früher einrichten, wenn ich es einen Tag vorher weiß.\n\nMit freundlichen Grüßen"),
    ("Congratulate my colleague Inés on becoming team lead, two or three sentences, not stiff.",
     "Inés, congratulations! Nobody who saw you keep calm during the August outage will be surprised, and I cannot think of anyone I would rather have in that seat. First round is on me on Thursday."),
    ("Email to all tenants: lift out of service next Tuesday 8–12 for the yearly inspection.",
     "Subject: Lift out of service on Tuesday morning\n\nDear neighbours,\n\nthe lift will be inspected next Tuesday and cannot be used between 8:00 and 12:00. If you need help with shopping or a pram during that time, call the caretaker (extension 12) and we will find a way.\n\nThank you for your patience"),
    ("Ask a museum whether my class of 24 (age 10) can get a guided tour in English in the week of 8 June.",
     "Dear Sir or Madam,\n\nI teach a class of 24 pupils, ten years old, and would like to visit your museum in the week of 8 June. Do you offer guided tours in English for this age? Any morning except Wednesday would suit us. Could you also tell me what it costs and whether there is a room where the children can eat their packed lunch?\n\nKind regards"),
]
for i, (question, answer) in enumerate(LETTERS):
    call([LLAMA, GEMMA, MISTRAL][i % 3], [user(question)], answer, temperature=0.8, top_p=0.95, stream=i % 2 == 1)

# --- Product texts -----------------------------------------------------------------------------------------------

PRODUCTS = [
    ("Wool socks, merino, reinforced heel, 38 euros for three pairs", "Warm when it is cold, dry when it is not: three pairs of merino socks with a heel that outlives your boots. €38, and your feet will wonder why you waited."),
    ("Enamel mug, 350 ml, chips easily but that is part of the charm", "Fire-proof, dishwasher-proof, not clumsiness-proof. Every chip on this 350 ml enamel mug is a campfire you will remember."),
    ("Notebook A5, 192 pages, lies flat, paper made of coffee cup waste", "192 pages that lie flat and used to be coffee cups. Write down the good idea before the next cup; the paper does not bleed."),
    ("Folding saw, 21 cm blade, 230 g", "A forearm of steel that fits in a pocket. 21 cm of blade, 230 g of weight, and a lock that clicks so that you know."),
    ("Oat biscuits with orange and dark chocolate, 200 g", "Crumbly oats, a strip of orange, a dark chocolate edge. The packet holds 200 g, or one afternoon."),
    ("LED bike light, USB-C, 60 lux, 4 h", "See the pothole before it sees you: 60 lux for four hours, charged with the cable that is already in your bag."),
    ("Puzzle, 1000 pieces, map of the London Underground from 1933", "Mind the gap, a thousand times. The 1933 map of the Underground as a puzzle, with every station where you left it."),
    ("Rain poncho for dogs, reflective, sizes S to XL", "Dry dog, dry sofa. A reflective poncho in four sizes that goes on before your dog has an opinion about it."),
]
for i, (brief, answer) in enumerate(PRODUCTS):
    call([GEMMA, LLAMA, DEEPSEEK][i % 3],
         [system("Write shop texts of one or two sentences. Dry humour, no superlatives, no exclamation marks."), user(brief)],
         answer, temperature=1.1, presence_penalty=0.4, frequency_penalty=0.2, stream=i % 4 == 0)

# --- Conversations of several turns -------------------------------------------------------------------------------

TALKS = [
    [("I want to start running. I am 45 and have not done sport for ten years.", "Good idea, and no hurry. Begin with three walks a week in which you jog one minute and walk two, for 20 minutes. If that feels easy for two weeks, make it two and two. Any heart trouble, chest pain or high blood pressure that a doctor should know of first?"),
     ("No, only a stiff lower back from the office.", "Then add five minutes of easy mobility on running days: cat-cow, hip flexor stretch, glute bridges, ten slow repetitions each. Stiff backs usually get better with running; sharp pain that runs into a leg is a reason to stop and have it looked at."),
     ("And shoes?", "Ordinary neutral running shoes are enough. Go to a shop in the afternoon, when feet are larger, leave a thumb's width in front, and take the pair that you forget you are wearing. Forget about carbon plates.")],
    [("Was ist der Unterschied zwischen Hefe und Sauerteig?", "Hefe ist ein einzelner Pilz, der Zucker in Kohlendioxid und Alkohol verwandelt. Sauerteig enthält wilde Hefen und Milchsäurebakterien; die Säure gibt Geschmack, macht Roggen backfähig und hält das Brot länger frisch."),
     ("Kann ich beides mischen?", "Ja, das machen viele Bäcker: Sauerteig für Geschmack und Frische, eine Messerspitze Hefe, damit der Teig zuverlässig aufgeht. Mit 0,2 % Hefe bezogen auf das Mehl bleibt der Geschmack fast unverändert.")],
    [("Explain inflation to me as if I ran a kiosk.", "Last year you bought a crate of cola for 12 and sold it for 20. This year the crate costs 13, so you ask 21.50. Nothing about the cola changed: the money buys less. When that happens to almost everything at once, we call it inflation."),
     ("So who decides the price?", "You do, and so does the kiosk across the street. If both of you pay more for the crate and neither wants to lose money, both raise prices. If many customers have more to spend and there are only so many crates, prices rise too. Nobody sets it; it is the sum of all those decisions."),
     ("And what does the central bank have to do with my cola?", "It sets what borrowing costs. If credit is dear, people buy fewer fridges and build fewer houses, suppliers have to compete, and your wholesaler thinks twice before asking 14. That takes a year or two to arrive at your kiosk.")],
    [("my tomato leaves have brown spots with yellow rings", "That sounds like early blight, a fungus. Take off the affected lower leaves and put them in the bin, not on the compost. Water at the base only, in the morning, and give the plants more air."),
     ("can i still eat the tomatoes", "Yes, as long as the fruit itself has no dark sunken spots. Cut those away generously, or discard the fruit if much of it is affected.")],
]
for i, talk in enumerate(TALKS):
    messages = []
    for question, answer in talk:
        messages.append(user(question))
        call([LLAMA, MISTRAL, DEEPSEEK, QWEN][i], list(messages), answer, temperature=0.7, stream=True)
        messages.append(assistant(answer))

# --- Regular expressions ---------------------------------------------------------------------------------------------

PATTERNS = [
    (r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", "A date such as 2026-11-02: four digits, a month from 01 to 12, a day from 01 to 31. It lets 2026-02-30 pass, because it does not know how long months are."),
    (r"(?i)\bcolou?r\b", "The word “color” or “colour” in any case, as a word of its own: “Colour” matches, “colourful” does not."),
    (r"^(?=.*[A-Z])(?=.*\d).{12,}$", "At least twelve characters, among them a capital letter A–Z and a digit. The two lookaheads check that without consuming anything. Letters such as Ä do not count as capitals here."),
    (r"\s+$", "White space at the end of the text, or of each line with the multiline flag; useful to strip trailing blanks."),
    (r"([\"'])(?:\\.|(?!\1).)*\1", "A string in single or double quotes. `\\1` demands the same quote at the end, `\\\\.` steps over escaped characters such as `\\\"`. Line breaks are not matched unless the dot may match them."),
    (r"^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$", "An IPv4 address: four numbers from 0 to 255 with dots between them and none at the end. Leading zeros as in 010 are accepted, which some parsers read as octal."),
]
for i, (pattern, answer) in enumerate(PATTERNS):
    call([CODER, OSS][i % 2], [user(f"Explain this regular expression in two or three sentences: `{pattern}`")], answer, temperature=0.3)

# --- Small questions -------------------------------------------------------------------------------------------------

QUICK = [
    ("How many grams is a US cup of flour?", "About 125 g, spooned and levelled. Scooped straight from the bag it can be 150 g, so a scale is worth it."),
    ("What does 'per stirpes' mean in a will?", "That the share of a child who has died goes to that child's own children, by branch of the family, instead of to the surviving siblings."),
    ("Is it 'fewer' or 'less' calories?", "Fewer, because you can count calories. Less is for what you measure as a whole: less sugar, less energy."),
    ("¿Cuánto tarda la luz del Sol en llegar a la Tierra?", "Unos 8 minutos y 20 segundos: 150 millones de kilómetros a 300 000 km/s."),
    ("Why is my sourdough so flat?", "Most often it is under-fermented or the starter was weak. Use the starter when it has doubled and a spoonful floats, and let the dough rise by about half before shaping."),
    ("Hauptstadt von Burkina Faso?", "Ouagadougou."),
    ("Why do cats knead?", "Kittens knead their mother's belly to make milk flow; grown cats keep it as a sign of contentment. The scent glands in their paws also mark the blanket, or you, as theirs."),
    ("What is the plural of 'octopus'?", "Octopuses. “Octopi” treats a Greek word as Latin; “octopodes” is correct Greek and a good way to end a conversation."),
    ("Kann man Avocadokerne mitessen?", "Gemahlen geht es, empfohlen wird es nicht: Sie sind bitter, und zur Verträglichkeit gibt es kaum Daten. Lassen Sie ihn lieber keimen."),
    ("Convert 5 ft 11 in to cm.", "5 × 30.48 cm + 11 × 2.54 cm = 152.4 + 27.94 = 180.34 cm, so about 180 cm."),
    ("東京タワーとスカイツリーはどちらが高いですか?", "東京スカイツリーです。高さは634メートルで、333メートルの東京タワーの約1.9倍あります。"),
    ("Give me three names for a slow-roasted coffee.", "1. Second Winter\n2. Patience No. 4\n3. Slow Ember"),
    ("What's the difference between a tort and a crime?", "A tort is a wrong against a person, who sues for compensation; a crime is a wrong against the public, which the state prosecutes and punishes. One act can be both: a punch is assault and also a tort."),
    ("How do I get red wine out of a linen shirt?", "Blot, do not rub. Pour cold sparkling water through the stain, cover it with salt for ten minutes, then soak in cool water with an oxygen bleach for an hour and wash at 40 °C. Heat before that sets the stain."),
    ("Какая высота у Эльбруса?", "5642 метра: это западная вершина, восточная — 5621 метр."),
    ("Is the moon landing site visible with a telescope?", "Not from Earth: even Hubble resolves only about 90 m on the Moon. NASA's Lunar Reconnaissance Orbiter has photographed the landers and the astronauts' tracks from orbit."),
    ("Kun je een ei koken in de magnetron?", "Niet in de schaal: die kan ontploffen, ook nog op je bord. Breek het ei in een kommetje, prik de dooier door en verwarm kort met een deksel erop."),
    ("Wie heißt das Ding, mit dem man Äpfel entkernt?", "Apfelausstecher, auch Entkerner."),
    ("Explain photosynthesis in one sentence.", "Plants use light to turn water and carbon dioxide into sugar, and give off the oxygen that is left."),
    ("What is the capital gains rule for a house I lived in myself, in Germany?", "If you used it yourself without interruption since you bought it, or in the year of the sale and the two years before, the gain is tax-free. Otherwise it is after ten years. A tax adviser should look at a mixed use such as a let granny flat."),
    ("Wann muss ich Dahlien ausgraben?", "Nach dem ersten Frost, wenn das Laub schwarz wird. Stängel auf eine Handbreit kürzen, Knollen abtrocknen lassen und kühl, dunkel und frostfrei lagern."),
    ("How many bytes are in a TiB?", "2^40 = 1,099,511,627,776."),
    ("C'est quoi la différence entre un maire et un préfet ?", "Le maire est élu et dirige la commune ; le préfet est nommé par le gouvernement et représente l'État dans le département."),
    ("Why does my cast iron pan go sticky after seasoning?", "Too much oil. Wipe it on, then wipe it off as if it had been a mistake, and bake at 230 °C for an hour, upside down. Three thin coats beat one thick one."),
    ("Which is older, Python or Java?", "Python: first released in 1991, Java in 1995."),
    ("I have 3 apples and eat 2 bananas. How many apples do I have?", "Three. The bananas did not touch them."),
    ("Welche Steuerklasse nach der Hochzeit?", "Automatisch IV/IV. Bei deutlich verschiedenen Einkommen kann III/V oder IV mit Faktor mehr Netto im Monat bringen; die Jahressteuer ist am Ende gleich."),
    ("How do I say 'I have a nut allergy' in Thai?", "ฉันแพ้ถั่ว (chǎn pháe thùa). Men can say ผมแพ้ถั่ว (phǒm pháe thùa). It covers peanuts and beans; show it in writing to be safe."),
    ("What does HTTP 418 mean?", "“I'm a teapot”: an April Fools' joke from 1998 (RFC 2324). A server that answers it refuses to brew coffee, and is usually telling a bot to go away."),
    ("Give me a haiku about a delayed train.", "Platform four, still cold\nthe board counts minutes upward\nsomeone shares a plum"),
    ("Ist Blauregen giftig für Hunde?", "Ja, vor allem Samen und Schoten. Schon wenige können Erbrechen und Durchfall auslösen. Hat Ihr Hund davon gefressen, rufen Sie gleich in der Tierarztpraxis oder beim Giftnotruf an."),
    ("is a hot dog a sandwich", "By the letter of several American state codes yes, by the heart of most Americans no. A taco, on the other hand, has been ruled a sandwich in Indiana."),
]
for i, (question, answer) in enumerate(QUICK):
    call([LLAMA, OSS, MISTRAL, QWEN, GEMMA][i % 5], [user(question)], answer, temperature=round(0.2 + 0.1 * (i % 7), 1), stream=i % 3 == 2)

# --- Structured plans and longer texts -----------------------------------------------------------------------------

LONG = [
    (DEEPSEEK, "Draft a one-page checklist for moving our PostgreSQL 13 server (180 GB, 400 writes/s at peak) to 16 with less than five minutes of downtime.",
     "## Before\n1. Inventory: extensions and their versions for 16, roles, cron jobs, clients with pinned drivers.\n2. New server with 16, same locale and collation version; `pg_amcheck` on the old one.\n3. `wal_level = logical`, `max_replication_slots` +1, restart in a normal window.\n4. Every table needs a primary key or `REPLICA IDENTITY FULL`; list those that lack one.\n5. Dump schema only, restore it, create the subscription with `copy_data = true`. 180 GB take about two hours; watch disk space for retained WAL.\n6. Rehearse the switch twice on a copy and write down the minutes.\n\n## The switch\n1. Freeze schema changes, stop batch jobs.\n2. Set the old server read only (`default_transaction_read_only`), let connections drain through the pooler.\n3. Wait until the replication lag is zero.\n4. Copy sequence values: logical replication does not.\n5. Point the pooler to the new server, run the smoke tests, open for writes.\n\n## After\n- `ANALYZE` all databases before traffic returns; plans are bad without statistics.\n- Keep the old server for a week, with a reverse subscription if you want a way back.\n- Check that backups of the new server restore.\n\nBudget: drain 60 s, lag 30 s, sequences 20 s, pooler 10 s, tests 90 s. That leaves about a minute and a half in reserve."),
    (LLAMA, "Three-day itinerary for Ljubljana with a grandmother (no long stairs) and a ten-year-old who likes trains. No car.",
     "**Day 1, the old town.** Arrive, walk along the Ljubljanica to the Triple Bridge (flat all the way). Funicular up to the castle, so no stairs; the puppet museum inside is a hit with ten-year-olds. Dinner at the market halls by the river.\n\n**Day 2, trains.** In the morning the Railway Museum in Šiška: steam engines you may climb. Bus 1, 3 or 5 takes ten minutes. In the afternoon the tourist boat, which has level boarding at Ribji trg, and ice cream.\n\n**Day 3, Bohinj line.** Train to Jesenice and on through the Bohinj tunnel to Most na Soči, over the stone arch at Solkan if you continue to Nova Gorica; sit on the right. Return the same way, about three hours each direction, with lunch by the water in between. Trains are few, so check the return times the evening before.\n\nTickets: family day ticket of Slovenian Railways at weekends. The castle funicular and the boat offer reduced prices for children and seniors."),
    (QWEN, "We sell a scheduling tool to dental practices. Give me five questions for customer interviews about why they left.",
     "1. \"Take me back to the day you first thought about stopping. What happened that day?\" It gets you a story instead of an opinion.\n2. \"Who in the practice noticed that you had switched it off, and what did they say?\" It shows who really used it.\n3. \"What do you do now when a patient cancels an hour before the appointment?\" The workaround tells you which job was not done.\n4. \"What had you hoped would be different after three months with us?\" It separates a broken promise from a wrong expectation.\n5. \"If we had called you a week before you left, what could we have said that would have kept you?\" Listen for price here; if it comes up only now, it was not the reason.\n\nAsk each one, then stay silent for five seconds. The second answer is usually the true one."),
    (DEEPSEEK, "Review this paragraph of our privacy policy for clarity; it must stay accurate: 'We may share your data with partners where this is necessary or useful for the provision or improvement of services or where we have a legitimate interest.'",
     "As it stands the sentence allows almost anything: \"may\", \"useful\" and \"legitimate interest\" leave the reader without a limit, and it mixes three legal bases.\n\nA version that says the same, if it is true:\n\n> We give your data to other companies only in three cases:\n> - They work for us and need it to provide the service, such as our host and our payment provider. They may not use it for anything else.\n> - You have agreed.\n> - We have to, by law.\n>\n> To improve the service we use statistics in which nobody can be identified.\n\nCheck before you publish: if you do rely on legitimate interest (advertising partners, say), name the interest and the right to object; the list of processors should be linked; and \"improvement\" with personal data is not covered by the second sentence."),
    (LLAMA, "Write the opening paragraph of a detective story set in a beekeeping village. First person, dry.",
     "Nobody in Upper Wenlow locks a door, because anyone who wanted to steal something would have to walk past four hundred thousand witnesses. The witnesses do not talk, of course. They hum. On the morning Arthur Pell was found with his face in his own prize-winning heather honey, they hummed a half-tone flat, and I, who have been stung eleven times for asking impertinent questions, put on my veil and went to ask some more."),
    (GEMMA, "Create a weekly dinner plan for two, vegetarian, under 50 euros, with a shopping list.",
     "| Day | Dinner |\n|---|---|\n| Mon | Lentil bolognese with spaghetti |\n| Tue | Baked potatoes, herb quark, cucumber salad |\n| Wed | Chickpea curry with spinach and rice |\n| Thu | Leftover curry in flatbread |\n| Fri | Shakshuka with bread |\n| Sat | Pumpkin risotto |\n| Sun | Vegetable soup with the last of everything |\n\n**Shopping list**\n- Dry: spaghetti 500 g, red lentils 500 g, rice 1 kg, risotto rice 500 g, chickpeas 2 tins, tomatoes 3 tins, coconut milk 1 tin\n- Fresh: potatoes 1.5 kg, onions 1 kg, garlic, carrots 1 kg, spinach 400 g, cucumber, hokkaido pumpkin, peppers 3, parsley\n- Chilled: quark 500 g, eggs 10, feta 200 g, parmesan-style cheese 100 g\n- Bread, flatbread\n\nAt usual supermarket prices this comes to about €44."),
]
for i, (model, question, answer) in enumerate(LONG):
    call(model, [user(question)], answer, temperature=0.7, max_completion_tokens=1_500, stream=i % 2 == 0)

# --- Calls that failed -------------------------------------------------------------------------------------------------

failed(LLAMA, [user("Summarise the attached 400 pages in one paragraph: [text omitted by the client after a timeout]")], 503, "The model is overloaded. Please try again later.", stream=True)
failed(DEEPSEEK, [PAIR, user("Rewrite our whole billing module in Haskell.")], 429, "Rate limit reached: 60 requests per minute.")
failed(OSS, [TRIAGE, user("Where is my parcel???")], 500, "Internal server error.", temperature=0)

# --- Writing -------------------------------------------------------------------------------------------------------------

rng.shuffle(calls)
FINGERPRINTS = {model: "fp_" + "".join(rng.choices("0123456789abcdef", k=10)) for model in sorted({c[0] for c in calls})}
now = 1_793_606_400  # 2 November 2026, 08:00 UTC


def prompt_tokens(messages, options):
    count = 3
    for message in messages:
        count += 4 + tokens(message.get("content") or "")
        for made in message.get("tool_calls", []):
            count += 6 + tokens(made["function"]["name"]) + tokens(made["function"]["arguments"])
    if "tools" in options:
        count += tokens(json.dumps(options["tools"]))
    return count


def pieces(text):
    """Cuts a text as a server that sends several tokens at once."""
    at = 0
    while at < len(text):
        size = rng.randint(24, 72)
        yield text[at:at + size]
        at += size


for model, messages, message, finish, options in calls:
    now += rng.randint(3, 260)
    stream = options.pop("stream", False)
    request = {"model": model, "messages": messages, **options}
    if stream:
        request |= {"stream": True, "stream_options": {"include_usage": True}}
    if "error" in message:
        error = {"message": message["error"], "type": "server_error" if message["code"] >= 500 else "rate_limit_error", "code": message["code"]}
        print(json.dumps({"request": request, "response": {"error": error}}, ensure_ascii=False))
        continue
    content, made = message["content"], message.get("tool_calls", [])
    out = tokens(content or "") + sum(8 + tokens(t["function"]["name"]) + tokens(t["function"]["arguments"]) for t in made) + 1
    limit = options.get("max_tokens", options.get("max_completion_tokens"))
    assert limit is None or out <= limit, (out, limit, content)
    into = prompt_tokens(messages, options)
    usage = {"prompt_tokens": into, "completion_tokens": out, "total_tokens": into + out}
    head = {
        "id": "chatcmpl-" + "".join(rng.choices("0123456789abcdef", k=24)),
        "created": now,
        "model": model,
        "system_fingerprint": FINGERPRINTS[model],
    }
    if not stream:
        answer = {"role": "assistant", "content": content}
        if made:
            answer["tool_calls"] = made
        choice = {"index": 0, "message": answer, "logprobs": None, "finish_reason": finish}
        response = {**head, "object": "chat.completion", "choices": [choice], "usage": usage}
    else:
        head["object"] = "chat.completion.chunk"
        deltas = [{"role": "assistant", "content": None if made else ""}]
        for index, t in enumerate(made):
            function = t["function"]
            deltas.append({"tool_calls": [{"index": index, "id": t["id"], "type": "function", "function": {"name": function["name"], "arguments": ""}}]})
            deltas += [{"tool_calls": [{"index": index, "function": {"arguments": piece}}]} for piece in pieces(function["arguments"])]
        deltas += [{"content": piece} for piece in pieces(content or "")]
        response = [{**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
        response.append({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        response.append({**head, "choices": [], "usage": usage})
    print(json.dumps({"request": request, "response": response}, ensure_ascii=False))

print(f"{len(calls)} calls", file=sys.stderr)

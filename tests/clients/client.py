"""Calls a collector by the client that openapi-python-client makes of its description.

client.py {folder of the client} {the collector's address} {the operator's token} {a response's id}
"""

import datetime
import importlib
import json
import pathlib
import pkgutil
import sys

folder, address, token, response_id = sys.argv[1:]
sys.path.insert(0, str(pathlib.Path(folder).parent))
client_package = importlib.import_module(pathlib.Path(folder).name)

# Everything can be imported, and there is one class for errors.
names = [m.name for m in pkgutil.walk_packages(client_package.__path__, client_package.__name__ + ".")]
for name in names:
    importlib.import_module(name)
models = importlib.import_module(client_package.__name__ + ".models")
problems = [name for name in models.__all__ if "Problem" in name]
assert problems == ["Problem"], problems
# One for each thing that the description names; rated attributes are the latest.
assert len(models.__all__) < 130, len(models.__all__)


def operation(name):
    [module] = [other for other in names if other.endswith("." + name)]
    return sys.modules[module].sync_detailed


admin = client_package.AuthenticatedClient(base_url=address, token=token)
nobody = client_package.Client(base_url=address)


def good(reply, status, model=None):
    assert reply.status_code == status, (reply.status_code, reply.content)
    if model is not None:
        assert isinstance(reply.parsed, model), reply.parsed
    return reply.parsed


site = good(
    operation("put_site")("shop", client=admin, body=models.SiteDefinition(product="Trà Sen", lang="vi")),
    200,
    models.Site,
)
assert site.definition.product == "Trà Sen"
good(
    operation("put_survey")("shop", "nps", client=admin, body=models.SurveyDefinition(kind=models.Kind.NPS)),
    201,
    models.Survey,
)
key = good(
    operation("create_key")(
        "shop", client=admin, body=models.KeyRequest(name="reports", scope=models.KeyScope.READ)
    ),
    201,
    models.KeyCreated,
)
reader = client_package.AuthenticatedClient(base_url=address, token=key.key)

answer = models.NewResponse(
    id=response_id,
    site="shop",
    survey="nps",
    score=9,
    comment="Trà ngon; giao nhanh.",
    device=models.Device.PHONE,
)
good(operation("send_response")(client=nobody, body=answer), 201, models.ResponseTaken)

summary = good(
    operation("get_summary")("shop", "nps", client=reader, interval=models.GetSummaryInterval.DAY, breakdown="device"),
    200,
    models.Summary,
)
assert (summary.responses, summary.kind, summary.score.value) == (1, models.Kind.NPS, 100), summary
assert summary.score.confidence == 0.95 and summary.series, summary

page = good(
    operation("list_responses")("shop", "nps", client=reader, has_comment=True, group=models.Group.PROMOTER),
    200,
    models.StoredResponsePage,
)
[stored] = page.items
assert stored.comment == "Trà ngon; giao nhanh." and stored.device == "phone", stored
assert isinstance(stored.given_at, datetime.datetime), stored
one = good(operation("get_response")("shop", "nps", response_id, client=reader), 200, models.StoredResponse)
assert one == stored

csv = good(operation("export_responses")("shop", "nps", client=reader, bom=True), 200)
assert csv.startswith('\ufeff"id",') and '"Trà ngon; giao nhanh."' in csv, csv
lines = good(operation("export_responses_ndjson")("shop", "nps", client=reader), 200)
first, last = map(json.loads, lines.payload.read().decode().splitlines())
assert first["id"] == response_id and last == {"responses": 1}, (first, last)
backup = good(operation("backup_site")("shop", client=admin), 200)
restored = good(operation("restore_site")("shop", client=admin, body=backup), 200, models.Restored)
assert restored.responses == 1, restored

webhook = models.WebhookDefinition(
    url="https://crm.example/in", groups=[models.Group.DETRACTOR], format_=models.WebhookFormat.SLACK
)
good(operation("put_webhook")("shop", "crm", client=admin, body=webhook), 201, models.Webhook)
listed = good(operation("list_webhooks")("shop", client=admin), 200, models.WebhookPage)
assert [hook.webhook for hook in listed.items] == ["crm"], listed

# What goes wrong is a problem, whatever it is.
for reply, status, name in [
    (operation("get_summary")("shop", "nps", client=nobody), 401, "no-key"),
    (operation("get_summary")("shop", "csat", client=reader), 404, "unknown-survey"),
    (operation("get_summary")("shop", "nps", client=reader, tz="Mars/Olympus"), 422, "invalid"),
    (operation("list_webhooks")("shop", client=reader), 403, "scope-too-small"),
]:
    problem = good(reply, status, models.Problem)
    assert problem.type_ == f"urn:hearby:problem:{name}", problem
assert problem.title

deleted = good(
    operation("delete_respondent")("shop", client=admin, body=models.RespondentDeletion(respondent="nobody")),
    200,
    models.Deleted,
)
assert deleted.done
print(f"{len(names)} modules, {len(models.__all__)} models")

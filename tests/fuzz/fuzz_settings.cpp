#include "app/session/riskfile.h"
#include "app/session/sessionfile.h"
#include "app/session/setupjson.h"
#include "core/io/controlrequest.h"
#include "core/io/instrumentfile.h"
#include "core/risk/risklimits.h"

#include <QByteArray>
#include <QJsonDocument>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace wick;

namespace {

/// Stops the program with the sentence that does not hold.
void mustHold(bool holds, const char* sentence)
{
    if (!holds) {
        std::fprintf(stderr, "does not hold: %s\n", sentence);
        std::abort();
    }
}

/// What is in force is what is stored and read again.
void checkLimits(const core::RiskLimits& limits)
{
    core::RiskLimits again;
    for (const std::string& key : core::storedKeys(limits)) {
        const std::string text = core::limitText(limits, key);
        mustHold(!text.empty(), "a stored key has a text");
        mustHold(core::setLimit(again, key, text).has_value(), "a stored limit can be set");
        mustHold(core::limitText(again, key) == text, "a limit reads back as it was written");
    }
    mustHold(again == limits, "stored limits read back as they are");
}

/// Lines "key=value", one after the other on the same limits.
void fuzzLimits(std::string_view text)
{
    core::RiskLimits limits;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const auto at = line.find('=');
        const core::RiskLimits before = limits;
        const auto set =
            core::setLimit(limits, line.substr(0, at),
                           at == std::string_view::npos ? std::string_view{} : line.substr(at + 1));
        mustHold(set.has_value() || limits == before, "a refused limit changes nothing");
    }
    checkLimits(limits);
}

void fuzzRiskFile(const QByteArray& text)
{
    const auto settings = session::parseRiskFile(text, QStringLiteral("risk.json"));
    if (!settings) {
        mustHold(!describe(settings.error()).empty(), "a failure has a sentence");
        return;
    }
    core::RiskLimits limits;
    const auto applied = session::applyRisk(limits, *settings);
    mustHold(applied.has_value() || limits == core::RiskLimits{},
             "settings are applied whole or not at all");
    mustHold(applied.has_value() || !describe(applied.error()).empty(), "a failure has a sentence");
    checkLimits(limits);
}

void fuzzSessionFile(const QByteArray& text)
{
    const auto file = session::parseSessionFile(text, QStringLiteral("session.json"));
    if (!file) {
        mustHold(file.error().text().size() > std::string_view{"session.json: "}.size(),
                 "a failure has a sentence");
        return;
    }
    session::PracticeRequest request;
    request.engines = file->engines;
    mustHold(session::applyRisk(request.limits, file->limits).has_value(),
             "the limits of a session file can be applied");
    const auto setup = session::practiceSession(request);
    mustHold(setup.has_value(), "the engines of a session file can be made");
    const QByteArray json = session::setupToJson(setup->core);
    const auto again = session::setupFromJson(json);
    mustHold(again.has_value(), "a setup reads back");
    mustHold(session::setupToJson(*again) == json, "a setup reads back as it was written");
}

void fuzzInstruments(const QByteArray& text)
{
    const auto specs = io::parseInstruments(text, QStringLiteral("instruments.json"));
    if (!specs) {
        mustHold(!specs.error().text().isEmpty(), "a failure has a sentence");
        return;
    }
    for (const io::InstrumentSpec& spec : *specs) {
        mustHold(io::findInstrument(*specs, spec.symbol) != nullptr, "a symbol is found");
        (void)io::instrumentOf(spec, core::InstrumentId{0});
    }
}

void fuzzSetup(const QByteArray& text)
{
    const auto setup = session::setupFromJson(text);
    mustHold(setup.has_value() || !setup.error().empty(), "a failure has a sentence");
}

void fuzzRequest(std::string_view line)
{
    const auto request = io::parseControlRequest(line);
    mustHold(request.has_value() || !request.error().sentence.empty(), "a failure has a sentence");
    const std::string reply = io::controlRefusal(request ? line : request.error().sentence);
    mustHold(reply.find('\n') == std::string::npos, "a reply is one line");
    mustHold(QJsonDocument::fromJson(QByteArray::fromStdString(reply)).isObject(),
             "a reply is a JSON object");
}

} // namespace

/// The first byte says what the rest is read as.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
    const QByteArray bytes{text.data(), static_cast<qsizetype>(text.size())};
    switch (data[0]) {
    case 'l':
        fuzzLimits(text);
        break;
    case 'r':
        fuzzRiskFile(bytes);
        break;
    case 's':
        fuzzSessionFile(bytes);
        break;
    case 'i':
        fuzzInstruments(bytes);
        break;
    case 'j':
        fuzzSetup(bytes);
        break;
    default:
        fuzzRequest(text);
        break;
    }
    return 0;
}

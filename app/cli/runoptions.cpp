#include "app/cli/runoptions.h"

#include "app/cli/riskoptions.h"
#include "app/session/sessionfile.h"
#include "core/base/decimal.h"
#include "core/market/timeframe.h"

#include <array>
#include <charconv>
#include <utility>

namespace wick::cli {

using namespace wick::core;

namespace {

constexpr int kMoneyDecimals = 6;

using Outcome = Result<void, std::string>;

Outcome readFile(const Options& options, RunRequest& request)
{
    const auto path = options.value("--session");
    if (!path) {
        return {};
    }
    auto file = session::readSessionFile(QString::fromStdString(*path));
    if (!file) {
        return Failure{file.error().text()};
    }
    session::PracticeRequest& practice = request.practice;
    practice.engines = std::move(file->engines);
    practice.speed = file->speed.value_or(practice.speed);
    practice.runFor = file->runFor;
    practice.seed = file->seed.value_or(practice.seed);
    practice.balance = file->balance.value_or(practice.balance);
    request.risk = std::move(file->limits);
    return {};
}

Outcome readVenue(const Options& options, RunRequest& /*request*/)
{
    const std::string venue = options.valueOr("--venue", "practice");
    if (venue != "practice") {
        return Failure{"the venue '" + venue + "' is not available in this version; practice is"};
    }
    return {};
}

Outcome readSpeed(const Options& options, RunRequest& request)
{
    if (const auto text = options.value("--speed")) {
        const auto speed = session::parseSpeed(*text);
        if (!speed) {
            return Failure{"--speed is 1, 10, 60 or max, not '" + *text + "'"};
        }
        request.practice.speed = *speed;
    }
    return {};
}

Outcome readTime(const Options& options, RunRequest& request)
{
    if (const auto text = options.value("--for")) {
        const auto time = parseSpan(*text);
        if (!time) {
            return Failure{"--for: '" + *text + "' " + std::string{describe(time.error())}};
        }
        request.practice.runFor = *time;
    }
    return {};
}

Outcome readSeed(const Options& options, RunRequest& request)
{
    if (const auto text = options.value("--seed")) {
        std::uint64_t seed = 0;
        const char* end = text->data() + text->size();
        const auto [stop, error] = std::from_chars(text->data(), end, seed);
        if (error != std::errc{} || stop != end) {
            return Failure{"--seed: '" + *text + "' is not a whole number"};
        }
        request.practice.seed = seed;
    }
    return {};
}

Outcome readBalance(const Options& options, RunRequest& request)
{
    if (const auto text = options.value("--balance")) {
        const auto amount = parseScaled(*text, kMoneyDecimals);
        if (!amount || *amount <= 0) {
            return Failure{"--balance: '" + *text + "' is not an amount above zero"};
        }
        request.practice.balance = Money{*amount};
    }
    return {};
}

Outcome readRisk(const Options& options, RunRequest& request)
{
    const auto settings = riskSettings(options);
    if (!settings) {
        return Failure{describe(settings.error())};
    }
    RiskLimits tried;
    if (const auto applied = session::applyRisk(tried, *settings); !applied) {
        return Failure{"--risk: " + describe(applied.error())};
    }
    request.risk.insert(request.risk.end(), settings->begin(), settings->end());
    return {};
}

} // namespace

OptionParser runParser()
{
    OptionSpec risk = riskOption();
    risk.help = "a risk limit, or a JSON file of them, in place of that of settings.db";
    return {"run [OPTION…]\n"
            "Risk limits are the newest of settings.db in the data folder (the built-in ones "
            "while\nthere are none), then those of the session file, then --risk. The paper "
            "account of the\ndata folder goes on where it was left, flat and with its halts.",
            {{"--session", "FILE", "a JSON file that describes the session; options win over it"},
             {"--venue", "NAME", "practice: paper on the practice market (default)"},
             {"--speed", "N", "1, 10, 60 or max: market seconds a second (default 1)"},
             {"--for", "TIME", "market time after which it ends: 30m, 6h, 1d"},
             {"--seed", "N", "seed of the practice market"},
             {"--balance", "USDC", "what a new account begins with (default 100000)"},
             {"--new-account", "", "begin a new paper account instead of going on with the last"},
             risk,
             {"--data-dir", "FOLDER",
              "where journal, settings and control socket are (default: the user's data folder)"}}};
}

Result<RunRequest, std::string> runRequestOf(const Options& options)
{
    RunRequest request;
    request.practice.balance = usdc(100'000);
    request.practice.speed = session::Speed::Real;
    using Step = Outcome (*)(const Options&, RunRequest&);
    for (const Step step : std::array<Step, 7>{readFile, readVenue, readSpeed, readTime, readSeed,
                                               readBalance, readRisk})
    {
        if (auto done = step(options, request); !done) {
            return Failure{std::move(done).error()};
        }
    }
    if (options.has("--new-account")) {
        request.account = session::AccountChoice::New;
    }
    if (!options.positional().empty()) {
        return Failure{"run takes no argument '" + options.positional().front() + "'"};
    }
    return request;
}

} // namespace wick::cli

#include "app/cli/lightercommand.h"

#include "app/cli/lightercandles.h"
#include "app/cli/lightercheckup.h"
#include "app/cli/lightermarkets.h"
#include "app/cli/output.h"
#include "app/cli/venuerequests.h"
#include "app/cli/verbs.h"
#include "core/io/history/candleexport.h"
#include "core/io/stores/marketdatabase.h"
#include "core/io/timetext.h"
#include "core/market/timeframe.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>
#include <variant>

namespace wick::cli {

using core::Failure;
using core::Result;
using core::Timestamp;
using lighter::wire::Market;

namespace {

constexpr std::int64_t kMostOrders = 250; // of one side in one answer
constexpr std::int64_t kMostSlot = 254;
constexpr std::size_t kKeyDigits = 80;

std::vector<OptionSpec> withNetwork(std::vector<OptionSpec> specs)
{
    specs.push_back({"--network", "NAME", "practice, testnet or mainnet (default practice)"});
    specs.push_back({"--port", "N", "where the practice exchange listens (default 7310)"});
    return specs;
}

/// A whole number from `least` to `most`, or the sentence about it.
Result<std::int64_t, std::string>
numberOf(const Options& options, const std::string& name, std::int64_t least, std::int64_t most)
{
    const std::string text = options.valueOr(name, "");
    const auto number = core::parseScaled(text, 0);
    if (!number || *number < least || *number > most) {
        return Failure{name + ": '" + text + "' is not a whole number from " + std::to_string(least)
                       + " to " + std::to_string(most)};
    }
    return *number;
}

Result<lighter::Network, std::string> networkOf(const Options& options)
{
    const std::string name = options.valueOr("--network", "practice");
    if (!options.has("--port")) {
        auto network = lighter::Network::named(name);
        return network ? network : Failure{"--network: " + network.error()};
    }
    if (name != "practice") {
        return Failure{"--port goes with the practice network only"};
    }
    const auto port = numberOf(options, "--port", 1, std::numeric_limits<std::uint16_t>::max());
    if (!port) {
        return Failure{port.error()};
    }
    return lighter::Network::practice(static_cast<std::uint16_t>(*port));
}

/// "ETH" of the argument "eth", "ETH" or "ETH-PERP".
Result<std::string, std::string> marketNameOf(const Options& options, const std::string& action)
{
    if (options.positional().size() != 1) {
        return Failure{"lighter " + action + " needs one market"};
    }
    const std::string& name = options.positional().front();
    const auto known = io::builtInInstruments();
    const io::InstrumentSpec* spec = io::findInstrument(known, name);
    if (spec == nullptr) {
        return Failure{unknownName("market", name, io::baseNames(known))};
    }
    return spec->symbol.substr(0, spec->symbol.find('-'));
}

ExitCode failed(std::string_view sentence)
{
    complain(sentence);
    return ExitCode::Failed;
}

// ── Markets ─────────────────────────────────────────────────────────────────────────────────────

ExitCode listMarkets(const Options& options, VenueRequests& venue)
{
    if (!options.positional().empty()) {
        return wrongUse("'" + options.positional().front() + "' is not expected here");
    }
    const auto markets = allMarkets(venue);
    if (!markets) {
        return failed(markets.error());
    }
    std::vector<Market> ours;
    std::string missing;
    for (const std::string& name : io::baseNames(io::builtInInstruments())) {
        const auto market = std::find_if(markets->begin(), markets->end(),
                                         [&](const Market& each) { return each.symbol == name; });
        if (market == markets->end()) {
            missing += ' ' + name;
        } else {
            ours.push_back(*market);
        }
    }
    print(marketTable(ours));
    return missing.empty() ? ExitCode::Done
                           : failed(venue.network().rest() + " has no market" + missing);
}

// ── Book ────────────────────────────────────────────────────────────────────────────────────────

ExitCode showBook(const Options& options, VenueRequests& venue)
{
    const auto name = marketNameOf(options, "book");
    const auto depth = options.has("--orders") ? numberOf(options, "--orders", 1, kMostOrders)
                                               : Result<std::int64_t, std::string>{kMostOrders};
    if (!name || !depth) {
        return wrongUse(name ? depth.error() : name.error());
    }
    const auto market = marketNamed(venue, *name);
    if (!market) {
        return failed(market.error());
    }
    const auto book = venue.ask<lighter::wire::BookOrders>(
        {"api/v1/orderBookOrders",
         {{"market_id", std::to_string(market->id)}, {"limit", std::to_string(*depth)}}});
    if (!book) {
        return failed(book.error().sentence);
    }
    const auto table = bookTable(*book, *market);
    if (!table) {
        return failed(venue.network().rest() + "api/v1/orderBookOrders: " + table.error());
    }
    print(*table);
    return ExitCode::Done;
}

// ── Candles ─────────────────────────────────────────────────────────────────────────────────────

/// What `lighter candles` was asked for; times as they were given.
struct DownloadRequest
{
    std::string market;
    core::Duration timeframe = core::minutes(1);
    Timestamp from;
    std::optional<Timestamp> to;
};

Result<Timestamp, std::string> timeOf(const Options& options, const std::string& name)
{
    const std::string text = options.valueOr(name, "");
    const auto time = io::parseTime(text);
    if (!time) {
        return Failure{name + ": '" + text + "' is no time (like 2026-03-01 or 2026-03-01T09:00)"};
    }
    return *time;
}

Result<DownloadRequest, std::string> downloadOf(const Options& options)
{
    DownloadRequest request;
    auto market = marketNameOf(options, "candles");
    if (!market) {
        return Failure{market.error()};
    }
    request.market = *market;
    const std::string text = options.valueOr("--timeframe", "1m");
    const auto timeframe = core::parseTimeframe(text);
    const std::vector<std::string> known = venueTimeframes();
    const std::string name = timeframe ? core::timeframeText(*timeframe) : text;
    if (std::find(known.begin(), known.end(), name) == known.end()) {
        return Failure{"--timeframe: " + unknownName("timeframe", text, known)
                       + " (the venue has 1m, 5m, 15m, 30m, 1h, 4h, 12h, 1d)"};
    }
    request.timeframe = *timeframe;
    const auto from = timeOf(options, "--from");
    if (!from) {
        return Failure{options.has("--from") ? from.error()
                                             : std::string{"lighter candles needs --from"}};
    }
    request.from = *from;
    if (options.has("--to")) {
        const auto to = timeOf(options, "--to");
        if (!to) {
            return Failure{to.error()};
        }
        request.to = *to;
        if (*to <= *from) {
            return Failure{"--to is not after --from"};
        }
    }
    for (const std::string_view other : {"--data-dir", "--again"}) {
        if (options.has("--csv") && options.has(other)) {
            return Failure{"--csv writes a file, " + std::string{other} + " goes with the store"};
        }
    }
    return request;
}

/// The bars that are asked for and finished, on the grid of the timeframe.
Result<CandleRange, std::string> rangeOf(VenueRequests& venue, const DownloadRequest& request)
{
    const auto status = venue.ask<lighter::wire::ServerStatus>({""});
    if (!status) {
        return Failure{status.error().sentence};
    }
    auto market = marketNamed(venue, request.market);
    if (!market) {
        return Failure{market.error()};
    }
    const auto onGrid = [&](Timestamp at) { // the first bar that opens then or later
        const Timestamp floor = floorTo(at, request.timeframe);
        return floor == at ? at : floor + request.timeframe;
    };
    const Timestamp closed = floorTo(status->time, request.timeframe);
    const CandleRange range{std::move(*market), request.timeframe, onGrid(request.from),
                            std::min(onGrid(request.to.value_or(closed)), closed)};
    if (range.from >= range.to) {
        return Failure{"there is no finished bar from " + io::isoText(request.from)
                       + " on: at the venue it is " + io::isoText(status->time)};
    }
    return range;
}

ExitCode downloadToFile(VenueRequests& venue, const CandleRange& range, const std::string& path)
{
    io::CandleSeries all{{range.market.priceDecimals, range.market.sizeDecimals}, range.timeframe};
    const auto done = downloadCandles(venue, range, [&](const io::CandleSeries& piece) {
        for (std::size_t i = 0; i < piece.size(); ++i) {
            all.append(piece.row(i));
        }
        return std::string{};
    });
    if (!done) {
        return failed(done.error() + "; nothing was written");
    }
    if (all.size() == 0) {
        return failed("the venue has no bars in that range; nothing was written");
    }
    if (const QString error = io::exportCandles(all.columns(), QString::fromStdString(path));
        !error.isEmpty())
    {
        return failed(error.toStdString());
    }
    tell(std::to_string(all.size()) + " bars in " + path + ", " + std::to_string(venue.count())
         + " requests");
    return ExitCode::Done;
}

/// Synthetic prices are never stored as the venue's.
std::string sourceOf(const lighter::Network& network)
{
    return network.name() == "mainnet" ? "lighter" : "lighter-" + std::string{network.name()};
}

/// What the store does not have before its first bar and after its last, and how many bars are
/// missing between them, which may never have been there.
struct Missing
{
    std::vector<CandleRange> stretches;
    std::int64_t between = 0;
};

io::StoreResult<Missing>
missingIn(io::MarketDatabase& store, const CandleRange& range, const std::string& source)
{
    const auto found = store.find(range.market.symbol, source, range.timeframe);
    if (!found) {
        return Failure{found.error()};
    }
    if (found->empty()) {
        return Missing{{range}, 0};
    }
    const Timestamp first = core::fromMilliseconds(found->front().firstMs);
    const Timestamp end = core::fromMilliseconds(found->front().lastMs) + range.timeframe;
    Missing missing;
    CandleRange before = range;
    before.to = std::min(range.to, first);
    CandleRange after = range;
    after.from = std::max(range.from, end);
    for (CandleRange& stretch : std::array{std::move(before), std::move(after)}) {
        if (stretch.from < stretch.to) {
            missing.stretches.push_back(std::move(stretch));
        }
    }
    const auto gaps = store.gaps(found->front());
    if (!gaps) {
        return Failure{gaps.error()};
    }
    for (const io::CandleGap& gap : *gaps) {
        const bool inRange = core::fromMilliseconds(gap.to) > range.from
                             && core::fromMilliseconds(gap.from) < range.to;
        missing.between += inRange ? gap.missing : 0;
    }
    return missing;
}

/// Adds pieces to the store and counts what became of them.
class StoreWriter
{
public:
    StoreWriter(io::MarketDatabase& store, std::string market, std::string source)
        : m_store(store)
        , m_market(std::move(market))
        , m_source(std::move(source))
    {}

    /// Why it could not, or nothing.
    [[nodiscard]] std::string add(io::CandleSeries piece)
    {
        io::CandleReading reading{std::move(piece), {}, {}};
        for (std::size_t i = 0; i < reading.series.size(); ++i) {
            reading.lines.add(static_cast<std::int64_t>(i) + 1);
        }
        const auto report = m_store.add(std::move(reading), m_market, m_source);
        if (!report) {
            return report.error().sentence.toStdString();
        }
        m_sum.added += report->added;
        m_sum.alreadyThere += report->alreadyThere;
        m_sum.conflicts += report->conflicts;
        return {};
    }
    [[nodiscard]] const io::AddReport& sum() const noexcept { return m_sum; }

private:
    io::MarketDatabase& m_store;
    std::string m_market;
    std::string m_source;
    io::AddReport m_sum;
};

ExitCode downloadToStore(VenueRequests& venue, const CandleRange& range, const Options& options)
{
    const auto folder = options.value("--data-dir");
    auto store = io::MarketDatabase::open(folder ? QString::fromStdString(*folder)
                                                 : io::defaultDataFolder());
    if (!store) {
        return failed(store.error().sentence.toStdString());
    }
    const std::string source = sourceOf(venue.network());
    const auto missing =
        options.has("--again") ? Missing{{range}, 0} : missingIn(*store, range, source);
    if (!missing) {
        return failed(missing.error().sentence.toStdString());
    }
    if (missing->between > 0) {
        tell("between stored bars " + std::to_string(missing->between)
             + " are missing; --again asks for them too");
    }
    StoreWriter writer{*store, range.market.symbol, source};
    std::string problem;
    for (const CandleRange& stretch : missing->stretches) {
        const auto done = downloadCandles(venue, stretch, [&writer](io::CandleSeries piece) {
            return writer.add(std::move(piece));
        });
        if (!done) {
            problem = done.error();
            break;
        }
    }
    print(tableRow(
              {"market", "source", "timeframe", "requests", "added", "already_there", "conflicts"})
          + tableRow({range.market.symbol, source, core::timeframeText(range.timeframe),
                      std::to_string(venue.count()), std::to_string(writer.sum().added),
                      std::to_string(writer.sum().alreadyThere),
                      std::to_string(writer.sum().conflicts)}));
    return problem.empty()
               ? ExitCode::Done
               : failed(problem + "; what came before is stored, the same command goes on");
}

ExitCode downloadHistory(const Options& options, VenueRequests& venue)
{
    const auto request = downloadOf(options);
    if (!request) {
        return wrongUse(request.error());
    }
    const auto range = rangeOf(venue, *request);
    if (!range) {
        return failed(range.error());
    }
    if (const auto file = options.value("--csv")) {
        return downloadToFile(venue, *range, *file);
    }
    return downloadToStore(venue, *range, options);
}

// ── Check-up ────────────────────────────────────────────────────────────────────────────────────

Result<CheckUpRequest, std::string> checkUpOf(const Options& options)
{
    CheckUpRequest request;
    if (!options.positional().empty()) {
        return Failure{"'" + options.positional().front() + "' is not expected here"};
    }
    request.instruments = io::builtInInstruments();
    if (const auto file = options.value("--instrument")) {
        auto read = io::readInstrumentFile(QString::fromStdString(*file));
        if (!read) {
            return Failure{read.error().text().toStdString()};
        }
        request.instruments = std::move(*read);
    }
    if (options.has("--account")) {
        const auto account =
            numberOf(options, "--account", 0, std::numeric_limits<std::int64_t>::max());
        if (!account) {
            return Failure{account.error()};
        }
        request.account = *account;
    }
    if (options.has("--slot")) {
        const auto slot = numberOf(options, "--slot", 0, kMostSlot);
        if (!slot || !request.account) {
            return Failure{slot ? "--slot goes with --account" : slot.error()};
        }
        request.slot = *slot;
    }
    if (const auto key = options.value("--public-key")) {
        request.publicKey = key->starts_with("0x") ? key->substr(2) : *key;
        const bool digits =
            request.publicKey.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
        if (!digits || request.publicKey.size() != kKeyDigits || !request.slot) {
            return Failure{request.slot ? "--public-key: not 80 hexadecimal digits"
                                        : "--public-key goes with --account and --slot"};
        }
    }
    return request;
}

ExitCode runCheckUp(const Options& options, VenueRequests& venue)
{
    const auto request = checkUpOf(options);
    if (!request) {
        return wrongUse(request.error());
    }
    ExitCode code = ExitCode::Done;
    for (const Finding& finding : checkUp(venue, *request)) {
        print(tableRow({std::string{nameOf(finding.verdict)}, finding.subject, finding.what,
                        finding.remedy.empty() ? "-" : finding.remedy}));
        code = finding.verdict == Verdict::Fail ? ExitCode::Failed : code;
    }
    tell("Not looked at: tier, fees and limits of an account; the venue tells them to its key "
         "only.\nNo private key was asked for. Never give an Ethereum key to Wick.");
    return code;
}

struct Action
{
    std::string name;
    OptionParser parser;
    ExitCode (*run)(const Options&, VenueRequests&);
};

std::vector<Action> actions()
{
    return {
        {"markets",
         {"lighter markets\nIds, decimals, limits, margins and fees, as the venue tells them.",
          withNetwork({})},
         listMarkets},
        {"book",
         {"lighter book MARKET\nWhat rests in the book now, best prices first.",
          withNetwork({{"--orders", "N", "most orders of each side, at most 250 (default 250)"}})},
         showBook},
        {"candles",
         {"lighter candles MARKET --from TIME [OPTION…]\n"
          "Finished bars into the store, those that are not there yet; or into a file.",
          withNetwork(
              {{"--timeframe", "TF", "1m, 5m, 15m, 30m, 1h, 4h, 12h or 1d (default 1m)"},
               {"--from", "TIME",
                "first bar: 2026-03-01, 2026-03-01T09:00 (UTC), or ms since 1970"},
               {"--to", "TIME", "bars before this time (default: now)"},
               {"--again", "", "also what lies between stored bars, or is there already"},
               {"--csv", "FILE", "a CSV file in place of the store, packed if it ends in .gz"},
               {"--data-dir", "FOLDER", "where market.db is (default: the user's data folder)"}})},
         downloadHistory},
        {"doctor",
         {"lighter doctor\nLooks whether trading could work: a verdict a line, ok, warn or fail.\n"
          "Asks for no private key, and never for an Ethereum key.",
          withNetwork({{"--instrument", "FILE", "instrument file to compare with (default: ours)"},
                       {"--account", "INDEX", "also look at this account"},
                       {"--slot", "N", "also look at this key slot of the account"},
                       {"--public-key", "HEX", "the public key that the slot should have"}})},
         runCheckUp},
    };
}

} // namespace

ExitCode runLighter(std::span<const std::string> arguments)
{
    const std::vector<Action> known = actions();
    std::vector<std::string> names;
    names.reserve(known.size());
    for (const Action& action : known) {
        names.push_back(action.name);
    }
    const std::string name = arguments.empty() ? std::string{} : arguments.front();
    if (name == "--help") {
        for (const Action& action : known) {
            print(action.parser.help() + '\n');
        }
        return ExitCode::Done;
    }
    const auto action = std::find_if(known.begin(), known.end(),
                                     [&name](const Action& each) { return each.name == name; });
    if (action == known.end()) {
        return wrongUse(name.empty() ? "lighter needs one of markets, book, candles, doctor"
                                     : unknownName("lighter action", name, names));
    }
    const auto parsed = parseOrExplain(action->parser, arguments.subspan(1));
    if (const auto* const code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const auto& options = std::get<Options>(parsed);
    auto network = networkOf(options);
    if (!network) {
        return wrongUse(network.error());
    }
    VenueRequests venue{std::move(*network)};
    return action->run(options, venue);
}

} // namespace wick::cli

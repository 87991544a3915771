#include "app/cli/lightercheckup.h"

#include "core/base/clock.h"
#include "core/io/timetext.h"

#include <QSslSocket>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace wick::cli {

using core::Decimal;
using core::Duration;
using core::Timestamp;
using io::InstrumentSpec;
using lighter::wire::Market;

namespace {

constexpr Duration kClocksMayDiffer = core::milliseconds(500);
constexpr Duration kEntriesEndAt = core::seconds(2); // the market session's own limit
/// The slots of the venue's own programs: 0 to 3.
constexpr std::int64_t kFirstFreeSlot = 4;
constexpr int kMarginDecimals = 4;
constexpr int kPpmDecimals = 6;
constexpr int kMoneyDecimals = 6;

std::string textOf(const Decimal& value)
{
    return core::shortestText(value.mantissa, value.decimals);
}

Finding failed(std::string subject, const RequestFailure& failure, std::string remedy = {})
{
    return {Verdict::Fail, std::move(subject), failure.sentence, std::move(remedy)};
}

/// "minimum 0.005, in the file 0.003" where they differ.
void compare(std::string_view what,
             const std::string& venue,
             const std::string& file,
             std::string& differences)
{
    if (venue != file) {
        differences += differences.empty() ? "" : "; ";
        differences += std::string{what} + " " + venue + ", in the file " + file;
    }
}

Finding decimalsFinding(const InstrumentSpec& spec, const Market& market)
{
    const Decimal tick{1, market.priceDecimals};
    std::string differences;
    compare("tick", textOf(tick), textOf(spec.tick), differences);
    compare("size decimals", std::to_string(market.sizeDecimals),
            std::to_string(spec.quantityDecimals), differences);
    if (!differences.empty()) {
        return {Verdict::Fail, "decimals " + market.symbol, differences,
                "correct tick and lot in the instrument file and name it by --instrument"};
    }
    return {Verdict::Ok, "decimals " + market.symbol,
            "price " + std::to_string(market.priceDecimals) + ", size "
                + std::to_string(market.sizeDecimals) + ", as in the instrument file"};
}

Finding limitsFinding(const InstrumentSpec& spec, const Market& market)
{
    std::string differences;
    compare("minimum", textOf(market.minimumBase),
            core::shortestText(spec.minimumQuantity.count(), spec.quantityDecimals), differences);
    compare("minimum in USDC", textOf(market.minimumQuote),
            core::shortestText(spec.minimumNotional.count(), kMoneyDecimals), differences);
    compare("initial margin", core::shortestText(market.defaultInitialMargin, kMarginDecimals),
            core::shortestText(spec.initialMargin.count(), kPpmDecimals), differences);
    compare("maintenance margin", core::shortestText(market.maintenanceMargin, kMarginDecimals),
            core::shortestText(spec.maintenanceMargin.count(), kPpmDecimals), differences);
    if (!differences.empty()) {
        return {Verdict::Warn, "limits " + market.symbol, differences,
                "take over the venue's numbers, or sizes and margins are worked out wrongly"};
    }
    return {Verdict::Ok, "limits " + market.symbol,
            "minimums and margins as in the instrument file"};
}

Finding statusFinding(const Market& market)
{
    if (market.status != lighter::wire::MarketStatus::Active) {
        return {Verdict::Warn, "market " + market.symbol, "not open for trading",
                market.config.tradingHours.empty()
                    ? "wait until the venue opens it again"
                    : "wait for its hours: " + market.config.tradingHours};
    }
    if (market.config.forceReduceOnly) {
        return {Verdict::Warn, "market " + market.symbol,
                "takes only orders that reduce a position: maintenance",
                "wait with entries until it is over"};
    }
    return {Verdict::Ok, "market " + market.symbol, "open"};
}

Finding clockOf(const lighter::Network& network, const ClockReading& reading)
{
    if (network.name() == "practice") {
        return {Verdict::Ok, "clock",
                "practice market time is " + io::isoText(reading.server)
                    + "; it is not meant to be ours"};
    }
    return clockFinding(reading);
}

Finding tlsOf(const lighter::Network& network)
{
    return {Verdict::Ok, "tls",
            network.name() == "practice" ? "none: practice stays on this machine"
                                         : "certificate verified, TLS 1.2 or later"};
}

void checkMarkets(VenueRequests& venue,
                  const CheckUpRequest& request,
                  std::vector<Finding>& findings)
{
    const auto markets =
        venue.ask<lighter::wire::Markets>({"api/v1/orderBookDetails", {{"market_id", "255"}}});
    if (!markets) {
        findings.push_back(failed("markets", markets.error()));
        return;
    }
    if (const auto& rows = venue.leftOut(); !rows.empty()) {
        findings.push_back({Verdict::Warn, "markets",
                            std::to_string(rows.size())
                                + " rows cannot be read, the first: " + describe(rows.front()),
                            "look for a newer Wick if one is a market of yours"});
    }
    for (const InstrumentSpec& spec : request.instruments) {
        const auto found = marketFindings(spec, markets->perpetuals);
        findings.insert(findings.end(), found.begin(), found.end());
    }
}

Finding accountFinding(const lighter::wire::Account& account)
{
    const std::string what = "account " + std::to_string(account.index) + ", collateral "
                             + textOf(account.collateral) + ", available "
                             + textOf(account.availableBalance) + ", orders "
                             + std::to_string(account.totalOrders);
    if (account.cancelAllTime != 0) {
        return {Verdict::Warn, "account", what + "; somebody has scheduled a cancel-all",
                "end it where it was scheduled: it takes protective stops away"};
    }
    if (account.collateral.mantissa <= 0) {
        return {Verdict::Warn, "account", what, "pay in before it can trade"};
    }
    return {Verdict::Ok, "account", what};
}

void checkSlot(VenueRequests& venue, const CheckUpRequest& request, std::vector<Finding>& findings)
{
    const std::vector<std::pair<std::string, std::string>> fields{
        {"account_index", std::to_string(*request.account)},
        {"api_key_index", std::to_string(*request.slot)}};
    const auto keys = venue.ask<lighter::wire::ApiKeys>({"api/v1/apikeys", fields});
    if (!keys) {
        findings.push_back(
            failed("key", keys.error(), "register a key for this slot on the venue's web page"));
        return;
    }
    const auto found = keyFindings(request, *keys);
    findings.insert(findings.end(), found.begin(), found.end());
    const auto nonce = venue.ask<lighter::wire::NextNonce>({"api/v1/nextNonce", fields});
    findings.push_back(
        nonce ? Finding{Verdict::Ok, "nonce", "the next one is " + std::to_string(nonce->nonce)}
              : failed("nonce", nonce.error()));
}

void checkAccount(VenueRequests& venue,
                  const CheckUpRequest& request,
                  std::vector<Finding>& findings)
{
    const auto accounts = venue.ask<lighter::wire::Accounts>(
        {"api/v1/account", {{"by", "index"}, {"value", std::to_string(*request.account)}}});
    if (!accounts) {
        findings.push_back(failed("account", accounts.error(), "check the index of the account"));
        return;
    }
    const auto account =
        std::find_if(accounts->accounts.begin(), accounts->accounts.end(),
                     [&](const auto& each) { return each.index == *request.account; });
    if (account == accounts->accounts.end()) {
        findings.push_back({Verdict::Fail, "account", "the answer is about another account",
                            "check the index of the account"});
        return;
    }
    findings.push_back(accountFinding(*account));
    if (request.slot) {
        checkSlot(venue, request, findings);
    }
}

} // namespace

std::string_view nameOf(Verdict verdict) noexcept
{
    constexpr std::array<std::string_view, 3> kNames{"ok", "warn", "fail"};
    return kNames[static_cast<std::size_t>(verdict)];
}

Duration clockApart(const ClockReading& reading) noexcept
{
    const Timestamp serverEnd = reading.server + core::seconds(1);
    return std::max({Duration{}, reading.server - reading.heard, reading.sent - serverEnd});
}

Finding clockFinding(const ClockReading& reading)
{
    const Duration apart = clockApart(reading);
    if (apart <= kClocksMayDiffer) {
        return {Verdict::Ok, "clock", "agrees with the venue's, which tells whole seconds"};
    }
    const std::string what = "at least " + std::to_string(toMilliseconds(apart)) + " ms "
                             + (reading.server > reading.heard ? "behind" : "ahead of")
                             + " the venue's";
    return {apart > kEntriesEndAt ? Verdict::Fail : Verdict::Warn, "clock", what,
            "let this machine set its clock by the network (NTP)"};
}

std::vector<Finding> marketFindings(const InstrumentSpec& spec, std::span<const Market> markets)
{
    const std::string base = spec.symbol.substr(0, spec.symbol.find('-'));
    const auto market = std::find_if(markets.begin(), markets.end(),
                                     [&](const Market& each) { return each.symbol == base; });
    if (market == markets.end()) {
        return {{Verdict::Fail, "market " + base, "the venue does not have it",
                 "trade the others only"}};
    }
    return {statusFinding(*market), decimalsFinding(spec, *market), limitsFinding(spec, *market)};
}

std::vector<Finding> keyFindings(const CheckUpRequest& request, const lighter::wire::ApiKeys& keys)
{
    const std::string slot = "slot " + std::to_string(*request.slot);
    std::vector<Finding> findings;
    if (*request.slot < kFirstFreeSlot) {
        findings.push_back({Verdict::Fail, "slot",
                            slot + " is reserved for the venue's own programs",
                            "register a key in one of the slots 4 to 254"});
    } else {
        findings.push_back({Verdict::Ok, "slot", slot + " is not reserved"});
    }
    const auto key = std::find_if(keys.keys.begin(), keys.keys.end(), [&](const auto& each) {
        return each.account == *request.account && each.slot == *request.slot;
    });
    if (key == keys.keys.end() || key->publicKey.empty()) {
        findings.push_back(
            {Verdict::Fail, "key", slot + " has no key", "register one on the venue's web page"});
        return findings;
    }
    const bool same =
        std::equal(key->publicKey.begin(), key->publicKey.end(), request.publicKey.begin(),
                   request.publicKey.end(), [](unsigned char a, unsigned char b) {
                       return std::tolower(a) == std::tolower(b);
                   });
    if (request.publicKey.empty()) {
        findings.push_back({Verdict::Warn, "key", slot + " has the public key " + key->publicKey,
                            "compare it with yours, or give yours by --public-key"});
    } else if (same) {
        findings.push_back({Verdict::Ok, "key", slot + " has this public key"});
    } else {
        findings.push_back({Verdict::Fail, "key",
                            slot + " has another public key: " + key->publicKey,
                            "find the slot of yours, or register it"});
    }
    return findings;
}

std::vector<Finding> checkUp(VenueRequests& venue, const CheckUpRequest& request)
{
    const lighter::Network& network = venue.network();
    if (network.name() != "practice" && !QSslSocket::supportsSsl()) {
        return {{Verdict::Fail, "tls", "this system has no TLS library that Qt can use",
                 "install OpenSSL"}};
    }
    const core::SystemClock clock;
    ClockReading reading;
    reading.sent = clock.now();
    const auto status = venue.ask<lighter::wire::ServerStatus>({""});
    reading.heard = clock.now();
    if (!status) {
        return {failed("network", status.error(),
                       status.error().status == 0 ? "check the connection, a firewall, the region"
                                                  : "wait a minute and try again")};
    }
    reading.server = status->time;
    std::vector<Finding> findings{
        {Verdict::Ok, "network",
         network.rest() + " answered in "
             + std::to_string(toMilliseconds(reading.heard - reading.sent)) + " ms"},
        tlsOf(network),
        clockOf(network, reading)};
    checkMarkets(venue, request, findings);
    if (request.account) {
        checkAccount(venue, request, findings);
    }
    return findings;
}

} // namespace wick::cli

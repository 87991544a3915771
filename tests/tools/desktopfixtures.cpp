#include "tests/tools/desktopfixtures.h"

using namespace wick::desktop;
using namespace Qt::StringLiterals;

namespace wick::test {

namespace {

/// Fri 24 Apr 2026 00:00:00 UTC.
constexpr qint64 kDay = 1'776'988'800'000;

qint64 at(int hour, int minute, int second = 0)
{
    return kDay + ((hour * 60 + minute) * 60 + second) * qint64{1000};
}

Fixed cents(qint64 scaled)
{
    return {scaled, 2};
}

} // namespace

AccountSummary anAccount()
{
    AccountSummary account;
    account.badge = ModeBadge::Paper;
    account.source = u"Practice market · 60×"_s;
    account.equity = cents(1002251);
    account.dayPnl = cents(2251);
    account.dayPnlPercent = 0.23;
    account.dayBudgetUsed = cents(5053);
    account.dayBudget = cents(20000);
    account.openRisk = cents(4553);
    account.openRiskPercent = 0.45;
    account.positions = {{u"XAU"_s, RowSide::Long, {5012, 3}, cents(1709), true},
                         {u"ETH"_s, RowSide::Long, {45358, 4}, cents(1042), true}};
    return account;
}

std::vector<EngineRow> theEngines()
{
    return {
        {0,
         u"Gap retest"_s,
         u"XAU-PERP"_s,
         u"5m"_s,
         u"Paper"_s,
         EngineState::InPosition,
         u"Long since 11:45 on the retest of bullish gap 4,702.45–4,708.43. Stop 4,700.92, target 4,713.57. Time stop in 15 bars."_s,
         RowSide::Long,
         {5012, 3},
         cents(-504),
         0.34,
         200},
        {1,
         u"Momentum"_s,
         u"ETH-PERP"_s,
         u"5m"_s,
         u"Paper"_s,
         EngineState::InPosition,
         u"Long since 11:10 on an upward burst, strength 0.55. Stop 2,319.46, target 2,333.59. Time stop in 3 bars."_s,
         RowSide::Long,
         {45358, 4},
         cents(-1237),
         0.52,
         100},
        {2,
         u"Momentum"_s,
         u"BTC-PERP"_s,
         u"5m"_s,
         u"Paper"_s,
         EngineState::Waiting,
         u"Flat. No burst: move 0.4 of 1.8 needed, volume 0.1 of 1.5 needed. Cool-down is over."_s,
         RowSide::None,
         {0, 5},
         cents(3992),
         0.0,
         300}};
}

std::vector<PositionRow> thePositions()
{
    PositionRow gold;
    gold.market = u"XAU-PERP"_s;
    gold.engine = u"Gap retest"_s;
    gold.side = RowSide::Long;
    gold.size = {5012, 3};
    gold.entry = cents(470544);
    gold.mark = cents(470885);
    gold.openPnl = cents(1709);
    gold.resultR = 0.75;
    gold.realised = cents(-2213);
    gold.stop = cents(470092);
    gold.target = cents(471357);
    gold.atRisk = cents(2264);
    gold.liquidation = Fixed{28584, 1};
    gold.margin = u"Cross"_s;
    PositionRow ether = gold;
    ether.market = u"ETH-PERP"_s;
    ether.engine = u"Momentum"_s;
    ether.engineId = 1;
    ether.size = {45358, 4};
    ether.entry = cents(232450);
    ether.mark = cents(232680);
    ether.openPnl = cents(1042);
    ether.resultR = 0.46;
    ether.realised = cents(-2279);
    ether.stop = cents(231946);
    ether.target = cents(233359);
    ether.atRisk = cents(2289);
    ether.liquidation = cents(38810);
    return {gold, ether};
}

std::vector<OrderRow> theOrders()
{
    return {{11,
             at(11, 45, 4),
             u"XAU-PERP"_s,
             false,
             u"Stop market"_s,
             OrderState::Resting,
             cents(470092),
             {5012, 3},
             {0, 3},
             1057000,
             u"Gap retest"_s,
             u"Protective stop"_s,
             u"1011"_s,
             u"8841"_s},
            {12,
             at(11, 45, 4),
             u"XAU-PERP"_s,
             false,
             u"Limit"_s,
             OrderState::Resting,
             cents(471357),
             {5012, 3},
             {0, 3},
             1057000,
             u"Gap retest"_s,
             u"Target"_s,
             u"1012"_s,
             u"8842"_s},
            {13,
             at(11, 10, 6),
             u"ETH-PERP"_s,
             false,
             u"Stop market"_s,
             OrderState::Unknown,
             cents(231946),
             {45358, 4},
             {0, 4},
             3155000,
             u"Momentum"_s,
             u"Protective stop"_s,
             u"1013"_s,
             u"8843"_s},
            {14,
             at(11, 10, 6),
             u"ETH-PERP"_s,
             false,
             u"Limit"_s,
             OrderState::PartlyFilled,
             cents(233359),
             {45358, 4},
             {12000, 4},
             3155000,
             u"Momentum"_s,
             u"Target"_s,
             u"1014"_s,
             u"8844"_s}};
}

std::vector<TradeRow> theTrades(int count)
{
    std::vector<TradeRow> trades;
    Fixed sum = cents(0);
    for (int i = 1; i <= count; ++i) {
        TradeRow trade;
        const bool won = i % 3 == 0;
        trade.id = i;
        trade.market = i % 2 == 0 ? u"ETH-PERP"_s : u"XAU-PERP"_s;
        trade.engine = i % 2 == 0 ? u"Momentum"_s : u"Gap retest"_s;
        trade.side = i % 4 == 0 ? RowSide::Long : RowSide::Short;
        trade.size = {1431 + 97 * i, 3};
        trade.entryMs = at(1, 5) + i * qint64{2'700'000};
        trade.exitMs = trade.entryMs + qint64{300'000} * (1 + i % 9);
        trade.entry = cents(519002 + 137 * i);
        trade.exit = cents(519002 + 137 * i + (won ? -1480 : 822));
        trade.closedBy = won ? u"Target"_s : u"Stop"_s;
        trade.bars = 1 + i % 9;
        trade.net = cents(won ? 4084 : -2500 + i);
        trade.resultR = won ? 1.74 : -1.02;
        trade.worstR = won ? -0.61 : -1.0;
        trade.bestR = won ? 1.8 : 0.25;
        trade.ambiguous = i % 11 == 0;
        sum.scaled += trade.net.scaled;
        trade.sum = sum;
        trades.push_back(trade);
    }
    return trades;
}

std::vector<SignalRow> theSignals()
{
    return {{1, at(9, 10), u"Momentum"_s, u"BTC-PERP"_s, RowSide::Short, 0.62, true,
             u"group exposure, 2.38 of 1.50"_s, cents(-2245)},
            {2, at(10, 50), u"Gap retest"_s, u"XAU-PERP"_s, RowSide::Short, 0.71, false, {}, {}},
            {3, at(11, 5), u"Momentum"_s, u"BTC-PERP"_s, RowSide::Long, 0.58, true,
             u"cool-down, 1 of 3 bars"_s, cents(-1875)},
            {4, at(11, 10), u"Momentum"_s, u"ETH-PERP"_s, RowSide::Long, 0.55, false, {}, {}},
            {5, at(11, 45), u"Gap retest"_s, u"XAU-PERP"_s, RowSide::Long, 0.66, false, {}, {}}};
}

std::vector<LogRow> theLog()
{
    return {{1, at(8, 0, 0), LogLevel::Info, u"Session"_s,
             u"Paper session started with 3 engines on the practice market"_s},
            {2, at(11, 10, 6), LogLevel::Info, u"Momentum"_s,
             u"Bought 4.5358 ETH at 2,324.50; stop 2,319.46 rests at the venue"_s},
            {3, at(11, 30, 2), LogLevel::Warning, u"Momentum"_s, u"Answer took 1.2 s"_s},
            {4, at(11, 45, 4), LogLevel::Info, u"Gap retest"_s,
             u"Bought 5.012 XAU at 4,705.44; stop 4,700.92 rests at the venue"_s}};
}

RiskSummary theRisk()
{
    RiskSummary risk;
    risk.leftToLose = cents(14947);
    risk.resetsInMs = (11 * 60 + 59) * qint64{60'000};
    risk.limits = {{u"Day loss incl. open risk"_s, u"50.5"_s, u"200"_s, u"USDC"_s, 0.2525},
                   {u"Rolling 24 h loss"_s, u"51.4"_s, u"300"_s, u"USDC"_s, 0.171},
                   {u"Peak drawdown"_s, u"1.59"_s, u"10.0"_s, u"%"_s, 0.159},
                   {u"Open risk at stops"_s, u"45.5"_s, u"120"_s, u"USDC"_s, 0.379},
                   {u"Gross leverage"_s, u"3.41"_s, u"5.00"_s, u"×"_s, 0.682},
                   {u"Largest position"_s, u"23,601"_s, u"30,000"_s, u"USDC"_s, 0.787},
                   {u"Positions"_s, u"2"_s, u"3"_s, {}, 0.667},
                   {u"Orders this minute"_s, u"6"_s, u"60"_s, {}, 0.1}};
    risk.halts = u"None"_s;
    risk.lastLimitChange = u"21 Apr 18:02, note 14"_s;
    risk.refused = {{at(11, 10), u"BTC"_s, RowSide::Long, u"Cool-down: 1 of 3 bars"_s},
                    {at(11, 5), u"BTC"_s, RowSide::Long, u"Cool-down: 1 of 3 bars"_s},
                    {at(9, 10), u"BTC"_s, RowSide::Short, u"Crypto group 2.38 of 1.50"_s}};
    risk.refusedIfTaken = cents(-4120);
    return risk;
}

StatusSummary theStatus()
{
    StatusSummary status;
    status.nowMs = at(12, 2, 41);
    status.cells = {
        {u"data"_s, {}, u"Data live"_s, Tone::Good, true, u"Every market has a fresh price."_s},
        {u"roundtrip"_s, u"Round trip"_s, u"18 ms"_s, Tone::Primary, false,
         u"Last ping to the venue and back."_s},
        {u"clock"_s, u"Clock"_s, u"+2 ms"_s, Tone::Primary, false, {}},
        {u"requests"_s, u"Requests"_s, u"54 of 60 left"_s, Tone::Primary, false, {}},
        {u"reconciled"_s, u"Reconciled"_s, u"4 s ago"_s, Tone::Primary, false, {}},
        {u"journal"_s, u"Journal"_s, u"written 0.1 s ago"_s, Tone::Primary, false, {}},
        {u"engines"_s, u"Engines"_s, u"3 of 3 answering"_s, Tone::Primary, false, {}}};
    return status;
}

} // namespace wick::test

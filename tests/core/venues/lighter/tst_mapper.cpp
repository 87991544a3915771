#include "core/venues/lighter/mapper.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

#include <string>

using namespace wick::lighter;
using wick::core::Decimal;
using wick::core::DecimalError;
using wick::core::fromMilliseconds;
using Kind = ReadError::Kind;

class LighterMapperTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsNumbersExactly_data();
    void readsNumbersExactly();
    void refusesWhatIsNoNumber_data();
    void refusesWhatIsNoNumber();
    void roundsSumsOfTheServer();
    void numbersComeBackAsTheyWere();
    void tellsTheUnitOfATimeByItsSize();

    void readsABookUpdate();
    void fieldsMayComeInAnyOrder();
    void typeMayComeLast();
    void keepsIdsBeyondDoubles();
    void directionOfAPositionIsItsSign();
    void aPositionWithoutDirectionIsNoPosition();
    void rowsOfAMapAreOfTheMarketTheyAreUnder();
    void emptySidesAreMissing();
    void whatTheVenueLeavesOutForZeroIsZero();
    void unknownNamesAreOther();
    void theChannelNamesTheMarket();
    void aClosingNoticeIsSeenWhateverItsName();
    void refusalsComeInThreeForms();
    void anAnswerMayBeARefusal();
    void aFailedTransactionSaysWhy();
    void oneBadMarketIsLeftOut();
    void namesTheFieldThatIsWrong_data();
    void namesTheFieldThatIsWrong();
    void writesRequests();
};

namespace {

constexpr std::string_view kBook =
    R"({"channel":"order_book:0","last_updated_at":1774884082309144,"offset":1558300,"order_book":{"code":0,)"
    R"("asks":[{"price":"2064.54","size":"0.3285"}],"bids":[],"offset":1558300,"nonce":9182390020,)"
    R"("last_updated_at":1774884082309144,"begin_nonce":9182389998},"timestamp":1774884082326,)"
    R"("type":"update/order_book"})";

constexpr std::string_view kTrade =
    R"({"trade_id":19209006902,"type":"trade","market_id":0,"size":"0.1336","price":"2352.73",)"
    R"("ask_id":281476929510102,"bid_id":562947905631053,"ask_client_id":0,"bid_client_id":7001011966,)"
    R"("ask_account_id":91249,"bid_account_id":1234,"is_maker_ask":true,"timestamp":1777941384181})";

constexpr std::string_view kPosition =
    R"({"market_id":0,"symbol":"ETH","initial_margin_fraction":"5.00","open_order_count":1,)"
    R"("pending_order_count":0,"sign":1,"position":"1.5000","avg_entry_price":"2350.10",)"
    R"("position_value":"3525.15","unrealized_pnl":"3.45","realized_pnl":"0.00","margin_mode":0,)"
    R"("allocated_margin":"0"})";

std::string replaced(std::string_view text, std::string_view what, std::string_view with)
{
    std::string copy{text};
    const auto at = copy.find(what);
    Q_ASSERT(at != std::string::npos);
    return copy.replace(at, what.size(), with);
}

std::string positionsFrame(std::string_view rows)
{
    return R"({"type":"update/account_all_positions","channel":"account_all_positions:1234","positions":)"
           + std::string{rows} + '}';
}

template <typename Message>
Message read(std::string_view text)
{
    Mapper mapper;
    const auto frame = mapper.frame(text);
    if (!frame) {
        qFatal("%s: %s", describe(frame.error()).c_str(), std::string{text}.c_str());
    }
    return std::get<Message>(*frame);
}

ReadError errorOf(std::string_view text)
{
    Mapper mapper;
    const auto frame = mapper.frame(text);
    return frame ? ReadError{Kind::Refused, "no error", {}} : frame.error();
}

} // namespace

void LighterMapperTest::readsNumbersExactly_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("mantissa");
    QTest::addColumn<int>("decimals");
    const auto row = [](const char* text, qint64 mantissa, int decimals) {
        QTest::newRow(text) << QByteArray{text} << mantissa << decimals;
    };
    row("0", 0, 0);
    row("-0.0000", 0, 0);
    row("2361.310", 236131, 2);
    row("100", 100, 0);
    row("1e2", 100, 0);
    row("8e-05", 8, 5);
    row("-1.25E+1", -125, 1);
    row("1152921504606846975", 1152921504606846975LL, 0);
    row("9223372036854775807", 9223372036854775807LL, 0);
    row("72057594037927936.000000", 72057594037927936LL, 0);
    row("2191.1107231380406", 21911107231380406LL, 13);
    row("0.000000000000000001", 1, 18);
    row("0e999999999999", 0, 0);
}

void LighterMapperTest::readsNumbersExactly()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, mantissa);
    QFETCH(const int, decimals);
    QCOMPARE(readNumber(text.toStdString()).value(), (Decimal{mantissa, decimals}));
    if (decimals <= 12) {
        QCOMPARE(readRoundedNumber(text.toStdString()).value(), (Decimal{mantissa, decimals}));
    }
}

void LighterMapperTest::refusesWhatIsNoNumber_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<DecimalError>("error");
    const auto row = [](const char* text, DecimalError error) {
        QTest::newRow(text) << QByteArray{text} << error;
    };
    row("", DecimalError::Empty);
    for (const char* text : {"-", ".", ".5", "5.", "+1", "1e", "1e+", "e5", "nan", "inf", "0x10",
                             "1,5", " 1", "1 ", "1.2.3", "--1", "1e5.0"})
    {
        row(text, DecimalError::NotANumber);
    }
    row("9223372036854775808", DecimalError::OutOfRange);
    row("1e19", DecimalError::OutOfRange);
    row("1e400", DecimalError::OutOfRange);
    row("99999999999999999999", DecimalError::OutOfRange);
    row("0.0000000000000000001", DecimalError::TooPrecise);
    row("1e-19", DecimalError::TooPrecise);
    row("1.2345678901234567890123", DecimalError::TooPrecise);
}

void LighterMapperTest::refusesWhatIsNoNumber()
{
    QFETCH(const QByteArray, text);
    QFETCH(const DecimalError, error);
    QVERIFY(readNumber(text.toStdString()).error() == error);
}

void LighterMapperTest::roundsSumsOfTheServer()
{
    QCOMPARE(readRoundedNumber("13.223699999999997").value(), (Decimal{132237, 4}));
    QCOMPARE(readRoundedNumber("0.00000000000049").value(), Decimal{});
    QCOMPARE(readRoundedNumber("0.00000000000051").value(), (Decimal{1, 12}));
    QCOMPARE(readRoundedNumber("-0.0000000000015").value(), (Decimal{-2, 12}));
    QCOMPARE(readRoundedNumber("1e-300").value(), Decimal{});
    QCOMPARE(readRoundedNumber("9.12345678901249999999999").value(), (Decimal{9123456789012, 12}));
}

void LighterMapperTest::numbersComeBackAsTheyWere()
{
    const bool held = rc::check("a number reads as it was written, at any scale", [] {
        const auto mantissa = *rc::gen::arbitrary<std::int64_t>();
        RC_PRE(mantissa != std::numeric_limits<std::int64_t>::min());
        const int decimals = *rc::gen::inRange(0, 19);
        const auto number = readNumber(wick::core::fixedText(mantissa, decimals)).value();
        RC_ASSERT(wick::core::rescale(number.mantissa, number.decimals, decimals).value()
                  == mantissa);
        RC_ASSERT(number
                  == wick::core::parseDecimal(wick::core::fixedText(mantissa, decimals)).value());
    });
    QVERIFY(held);
}

void LighterMapperTest::tellsTheUnitOfATimeByItsSize()
{
    QCOMPARE(readTime(1'778'702'400).value(), fromMilliseconds(1'778'702'400'000));
    QCOMPARE(readTime(1'778'702'400'123).value(), fromMilliseconds(1'778'702'400'123));
    QCOMPARE(readTime(1'778'702'400'123'456).value().count(), 1'778'702'400'123'456'000);
    QCOMPARE(readTime(99'999'999'999).error(), DecimalError::OutOfRange); // too late for 64 bits
    QCOMPARE(readTime(100'000'000'000).value(), fromMilliseconds(100'000'000'000));
    QCOMPARE(readTime(0).value().count(), 0);
    QVERIFY(readTime(-1).error() == DecimalError::OutOfRange);
    QVERIFY(readTime(9'300'000'000'000'000).error() == DecimalError::OutOfRange);
}

void LighterMapperTest::readsABookUpdate()
{
    const auto frame = read<wire::OrderBookFrame>(kBook);
    QVERIFY(frame.extent == wire::Extent::Update);
    QCOMPARE(frame.market, 0);
    QCOMPARE(frame.time.value(), fromMilliseconds(1'774'884'082'326));
    QCOMPARE(frame.book.nonce, 9'182'390'020);
    QCOMPARE(frame.book.beginNonce, 9'182'389'998);
    QCOMPARE(frame.book.asks.size(), 1U);
    QCOMPARE(frame.book.asks[0].price, (Decimal{206454, 2}));
    QCOMPARE(frame.book.asks[0].size, (Decimal{3285, 4}));
    QVERIFY(frame.book.bids.empty());
}

void LighterMapperTest::fieldsMayComeInAnyOrder()
{
    const auto frame = read<wire::OrderBookFrame>(
        R"({"type":"subscribed/order_book","order_book":{"begin_nonce":0,"nonce":7,"bids":null,)"
        R"("new":{"a":[1,{}]},"asks":[{"size":1,"more":null,"price":2000.5}]},"channel":"order_book/92"})");
    QVERIFY(frame.extent == wire::Extent::Snapshot);
    QCOMPARE(frame.market, 92);
    QVERIFY(!frame.time);
    QCOMPARE(frame.book.asks[0].price, (Decimal{20005, 1}));
    QCOMPARE(frame.book.asks[0].size, (Decimal{1, 0}));
}

void LighterMapperTest::typeMayComeLast()
{
    const auto frame = read<wire::TradeFrame>(
        R"({"channel":"trade:0","liquidation_trades":null,"nonce":1,"trades":[)"
        + std::string{kTrade} + R"(],"type":"update/trade"})");
    QCOMPARE(frame.trades.size(), 1U);
    QCOMPARE(frame.trades[0].bidClientOrder, 7'001'011'966);
    QVERIFY(frame.trades[0].makerIsAsk);
    QVERIFY(frame.liquidations.empty());
}

void LighterMapperTest::keepsIdsBeyondDoubles()
{
    const auto id = replaced(kTrade, "281476929510102", "1152921504606846975");
    const auto asText = replaced(kTrade, "281476929510102", "\"1152921504606846975\"");
    for (const std::string& trade : {id, asText}) {
        const auto frame = read<wire::TradeFrame>(
            R"({"type":"update/trade","channel":"trade:0","trades":[)" + trade + "]}");
        QCOMPARE(frame.trades[0].askOrder, 1'152'921'504'606'846'975);
    }
}

void LighterMapperTest::directionOfAPositionIsItsSign()
{
    const auto frame = read<wire::AccountPositionsFrame>(positionsFrame(
        R"({"0":)" + replaced(kPosition, R"("sign":1)", R"("sign":-1)") + R"(,"1":)"
        + replaced(replaced(kPosition, "1.5000", "0.0000"), R"("market_id":0)", R"("market_id":1)")
        + '}'));
    QCOMPARE(frame.account, 1234);
    QCOMPARE(frame.positions[0].size(), (Decimal{-15, 1}));
    QCOMPARE(frame.positions[1].size(), Decimal{});
}

void LighterMapperTest::aPositionWithoutDirectionIsNoPosition()
{
    for (const char* sign : {"0", "2", "-2"}) {
        const auto error = errorOf(positionsFrame(
            '[' + replaced(kPosition, R"("sign":1)", R"("sign":)" + std::string{sign}) + ']'));
        QVERIFY(error.kind == Kind::Contradiction);
        QCOMPARE(error.where, std::string{"positions[0]"});
    }
    const auto negative = replaced(kPosition, "1.5000", "-1.5000");
    QVERIFY(errorOf(positionsFrame('[' + negative + ']')).kind == Kind::Contradiction);
}

void LighterMapperTest::rowsOfAMapAreOfTheMarketTheyAreUnder()
{
    const auto error = errorOf(positionsFrame(R"({"7":)" + std::string{kPosition} + '}'));
    QVERIFY(error.kind == Kind::Contradiction);
    QCOMPARE(error.where, std::string{"positions.7"});
}

void LighterMapperTest::emptySidesAreMissing()
{
    const auto frame = read<wire::TickerFrame>(
        R"({"type":"subscribed/ticker","channel":"ticker:39","nonce":2475051,"ticker":)"
        R"({"a":{"price":"","size":""},"b":{"price":"2000.00","size":"0.0200"}}})");
    QVERIFY(!frame.ticker.ask.price);
    QCOMPARE(frame.ticker.bid.price.value(), (Decimal{2000, 0}));
    const auto half =
        errorOf(R"({"type":"subscribed/ticker","channel":"ticker:39","nonce":2475051,"ticker":)"
                R"({"a":{"price":"1","size":""},"b":{"price":"","size":""}}})");
    QVERIFY(half.kind == Kind::Contradiction);
}

void LighterMapperTest::whatTheVenueLeavesOutForZeroIsZero()
{
    const auto frame = read<wire::CandleFrame>(
        R"({"type":"update/candle","channel":"candle:0:1m","candles":[)"
        R"({"t":1778821440000,"o":2264.2,"h":2264.34,"l":2263.36,"c":2263.97}]})");
    QCOMPARE(frame.resolution, std::string{"1m"});
    QCOMPARE(frame.candles[0].baseVolume, Decimal{});
    QCOMPARE(frame.candles[0].high, (Decimal{226434, 2}));
    const auto trade = read<wire::TradeFrame>(
        R"({"type":"update/trade","channel":"trade:0","trades":[)" + std::string{kTrade} + "]}");
    QCOMPARE(trade.trades[0].takerFee, 0);
}

void LighterMapperTest::unknownNamesAreOther()
{
    const auto frame = read<wire::TradeFrame>(
        R"({"type":"update/trade","channel":"trade:0","trades":[)"
        + replaced(kTrade, R"("type":"trade")", R"("type":"auction")") + "]}");
    QVERIFY(frame.trades[0].kind == wire::TradeKind::Other);
    const auto other = read<wire::OtherFrame>(R"({"type":"update/weather","channel":"weather:0"})");
    QCOMPARE(other.type, std::string{"weather"});
}

void LighterMapperTest::theChannelNamesTheMarket()
{
    for (const char* channel : {"order_book", "order_book:", "order_book:x", "order_book:99999",
                                "order_book:-1x", "ticker:0"})
    {
        const auto error = errorOf(replaced(kBook, "order_book:0", channel));
        QVERIFY(error.kind == Kind::Contradiction);
        QCOMPARE(error.where, std::string{"channel"});
    }
    QCOMPARE((wire::Channel{"account_market", {"0", "1234"}}),
             wire::Channel::parse("account_market/0/1234"));
    QCOMPARE(wire::Channel::parse("candle:0:1m").text(), std::string{"candle/0/1m"});
}

void LighterMapperTest::aClosingNoticeIsSeenWhateverItsName()
{
    const auto frame = read<wire::OtherFrame>(R"({"type":"shutdown","close_in_ms":30000})");
    QCOMPARE(frame.closesInMs.value(), 30'000);
}

void LighterMapperTest::refusalsComeInThreeForms()
{
    const auto answer = read<wire::SendAnswer>(
        R"({"code":21104,"id":"o-17","message":"invalid nonce","type":"jsonapi/sendtx"})");
    QCOMPARE(answer.code, 21104);
    QCOMPARE(answer.id.value(), std::string{"o-17"});
    const auto typed =
        read<wire::ErrorFrame>(R"({"type":"error","code":21104,"message":"invalid nonce"})");
    QCOMPARE(typed.refusal.code, 21104);
    const auto bare =
        read<wire::ErrorFrame>(R"({"id":"o-17","error":{"code":21104,"message":"invalid nonce"}})");
    QCOMPARE(bare.refusal.code, 21104);
    QCOMPARE(bare.refusal.message.value(), std::string{"invalid nonce"});
    QCOMPARE(bare.id.value(), std::string{"o-17"});
    // Taken, but nameless: then it can never be found again.
    QVERIFY(errorOf(R"({"code":200,"id":"o-17","type":"jsonapi/sendtx"})").kind
            == Kind::Contradiction);
}

void LighterMapperTest::anAnswerMayBeARefusal()
{
    Mapper mapper;
    QCOMPARE(mapper.answer<wire::NextNonce>(R"({"code":200,"nonce":722})")->nonce, 722);
    QCOMPARE(mapper.answer<wire::NextNonce>(R"({"nonce":722})")->nonce, 722);
    const auto refused =
        mapper.answer<wire::NextNonce>(R"({"code":21100,"message":"account not found"})").error();
    QVERIFY(refused.kind == Kind::Refused);
    QCOMPARE(refused.refusal.code, 21100);
    QCOMPARE(describe(refused), std::string{"refused by the venue: 21100 account not found"});
    QVERIFY(mapper.answer<wire::NextNonce>("<html>429</html>").error().kind == Kind::NotJson);
    QVERIFY(mapper.answer<wire::NextNonce>("").error().kind == Kind::NotJson);
    QVERIFY(mapper.answer<wire::NextNonce>("[]").error().kind == Kind::NotJson);
    QVERIFY(mapper.answer<wire::NextNonce>(R"({"code":200,"nonce":-1})").error().kind
            == Kind::Contradiction);
}

void LighterMapperTest::aFailedTransactionSaysWhy()
{
    const std::string_view text =
        R"({"channel":"account_tx:1234","type":"update/account_tx","txs":[{"hash":"0xabc","type":14,)"
        R"("event_info":"{\"a\":1,\"ae\":\"not enough margin\"}","status":0,"account_index":1234,)"
        R"("nonce":7,"expire_at":1700000000000}]})";
    const auto frame = read<wire::AccountTransactionsFrame>(text);
    QCOMPARE(frame.transactions[0].failure, std::string{"not enough margin"});
    QVERIFY(!frame.transactions[0].apiKey);
    const auto broken = errorOf(replaced(text, R"({\"a\")", R"({{\"a\")"));
    QVERIFY(broken.kind == Kind::NotJson);
    QCOMPARE(broken.where, std::string{"txs[0].event_info"});
}

void LighterMapperTest::oneBadMarketIsLeftOut()
{
    const std::string_view market =
        R"({"symbol":"ETH","market_id":0,"status":"active","taker_fee":"0.0000","maker_fee":"0.0000",)"
        R"("min_base_amount":"0.0050","min_quote_amount":"10.000000","order_quote_limit":"281474976.710655",)"
        R"("supported_size_decimals":4,"supported_price_decimals":2,"size_decimals":4,"price_decimals":2,)"
        R"("default_initial_margin_fraction":500,"min_initial_margin_fraction":200,)"
        R"("maintenance_margin_fraction":120,"closeout_margin_fraction":80,)"
        R"("market_config":{"force_reduce_only":false,"trading_hours":""}})";
    Mapper mapper;
    const auto markets = mapper.answer<wire::Markets>(
        R"({"code":200,"order_book_details":[)"
        + replaced(market, R"("size_decimals":4)", R"("size_decimals":{})") + ','
        + std::string{market} + ','
        + replaced(market, R"("maintenance_margin_fraction":120)",
                   R"("maintenance_margin_fraction":0)")
        + "]}");
    QCOMPARE(markets->perpetuals.size(), 1U);
    QVERIFY(markets->perpetuals[0].status == wire::MarketStatus::Active);
    QCOMPARE(mapper.leftOut().size(), 2U);
    QCOMPARE(describe(mapper.leftOut()[0]), std::string{"[0].size_decimals has the wrong type"});
    QCOMPARE(describe(mapper.leftOut()[1]), std::string{"[2] contradicts itself"});
}

void LighterMapperTest::namesTheFieldThatIsWrong_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("sentence");
    const auto row = [](const char* name, const char* from, const char* to, const char* sentence) {
        QTest::newRow(name) << QByteArray{from} << QByteArray{to} << QByteArray{sentence};
    };
    row("missing", R"("nonce":9182390020,)", "", "order_book.nonce is missing");
    row("null", R"("nonce":9182390020,)", R"("nonce":null,)", "order_book.nonce is missing");
    row("twice", R"("nonce":9182390020,)", R"("nonce":9182390020,"nonce":9182390020,)",
        "order_book.nonce is there twice");
    row("type", R"("nonce":9182390020,)", R"("nonce":[],)", "order_book.nonce has the wrong type");
    row("fraction", R"("nonce":9182390020,)", R"("nonce":1.5,)",
        "order_book.nonce is not a number that can be kept");
    row("range", R"("nonce":9182390020,)", R"("nonce":99999999999999999999,)",
        "order_book.nonce is out of range");
    row("rule", R"("nonce":9182390020,)", R"("nonce":9182389997,)",
        "order_book contradicts itself");
    row("in a list", R"("size":"0.3285")", R"("size":"0.3285x")",
        "order_book.asks[0].size is not a number that can be kept");
    row("not a number", R"("size":"0.3285")", R"("size":"NaN")",
        "order_book.asks[0].size is not a number that can be kept");
    row("negative", R"("size":"0.3285")", R"("size":"-0.3285")",
        "order_book.asks[0] contradicts itself");
    row("price of zero", R"("price":"2064.54")", R"("price":"0")",
        "order_book.asks[0] contradicts itself");
    row("no list", R"("bids":[])", R"("bids":7)", "order_book.bids has the wrong type");
    row("garbage behind", R"("update/order_book"})", R"("update/order_book"} x)",
        "the message is not JSON");
}

void LighterMapperTest::namesTheFieldThatIsWrong()
{
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const QByteArray, sentence);
    const auto error = errorOf(replaced(kBook, from.toStdString(), to.toStdString()));
    QCOMPARE(describe(error), sentence.toStdString());
}

void LighterMapperTest::writesRequests()
{
    QCOMPARE(request::subscribe("order_book/0"),
             std::string{R"({"type":"subscribe","channel":"order_book/0"})"});
    QCOMPARE(request::subscribe("user_stats/1", "1:2:3:ab"),
             std::string{R"({"type":"subscribe","channel":"user_stats/1","auth":"1:2:3:ab"})"});
    QCOMPARE(request::unsubscribe("order_book/0"),
             std::string{R"({"type":"unsubscribe","channel":"order_book/0"})"});
    QCOMPARE(
        request::sendTransaction("o-17", 15, R"({"Nonce":10})"),
        std::string{
            R"({"type":"jsonapi/sendtx","data":{"id":"o-17","tx_type":15,"tx_info":{"Nonce":10}}})"});
    QCOMPARE(request::ping(), std::string{R"({"type":"ping"})"});
    QCOMPARE(request::pong(), std::string{R"({"type":"pong"})"});
}

WICK_TEST(LighterMapperTest)
#include "tst_mapper.moc"

#include "core/io/controlserver.h"
#include "tests/support/testregistry.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QTemporaryDir>

#include <rapidcheck.h>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#endif

using namespace wick;
using namespace Qt::StringLiterals;
using io::ControlBounds;
using io::ControlRequest;
using io::ControlServer;
using io::ControlVerb;
using io::parseControlRequest;

namespace {

constexpr int kPatienceMs = 10'000;

/// Names the request it got.
std::string echo(const ControlRequest& request)
{
    switch (request.verb) {
    case ControlVerb::Status:
        return R"({"ok":true,"did":"status"})";
    case ControlVerb::Flatten:
        return R"({"ok":true,"did":"flatten )" + request.market.value_or("all") + "\"}";
    case ControlVerb::Kill:
        return R"({"ok":true,"did":"kill"})";
    case ControlVerb::Release:
        return R"({"ok":true,"did":"release"})";
    case ControlVerb::Operator:
        return R"({"ok":true,"did":"operator )" + request.command + "\"}";
    }
    return {};
}

/// A client whose waits let the server, which lives on the same thread, do its part.
class Client
{
public:
    explicit Client(const QString& path) { m_socket.connectToServer(path); }
    void send(const QByteArray& bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }
    /// The next line, or an empty object when none comes.
    QJsonObject line()
    {
        (void)QTest::qWaitFor([this] { return m_socket.canReadLine(); }, kPatienceMs);
        return QJsonDocument::fromJson(m_socket.readLine()).object();
    }
    QJsonObject ask(const QByteArray& request)
    {
        send(request + '\n');
        return line();
    }
    bool ends()
    {
        return QTest::qWaitFor(
            [this] { return m_socket.state() == QLocalSocket::UnconnectedState; }, kPatienceMs);
    }
    QLocalSocket& socket() { return m_socket; }

private:
    QLocalSocket m_socket;
};

QString did(const QJsonObject& reply)
{
    return reply[u"did"_s].toString();
}

QString error(const QJsonObject& reply)
{
    return reply[u"ok"_s].toBool(true) ? QString{} : reply[u"error"_s].toString();
}

} // namespace

class ControlServerTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsRequests();
    void namesWhatIsWrongWithARequest_data();
    void namesWhatIsWrongWithARequest();
    void anyBytesGiveARequestOrASentence();
    void answersOneLineForEach();
    void aBadLineLeavesTheConnectionGood();
    void aLineInPiecesIsOneRequest();
    void twoClientsGetTheirOwnAnswers();
    void aLineTooLongEndsTheConnection();
    void aSilentClientIsSentAway();
    void aNewClientTakesThePlaceOfTheSilentOne();
    void aClientThatLeavesEarlyIsForgotten();
    void theSocketIsPrivateAndGoesWithTheServer();
    void aSocketLeftBehindIsReplaced();
    void anotherUserIsRefused();
    void namesThePathThatCannotBe();
};

void ControlServerTest::readsRequests()
{
    QVERIFY(parseControlRequest(R"({"request":"status"})").value().verb == ControlVerb::Status);
    QVERIFY(parseControlRequest(R"( {"request" : "kill"} )").value().verb == ControlVerb::Kill);
    const auto all = parseControlRequest(R"({"request":"flatten"})").value();
    QVERIFY(all.verb == ControlVerb::Flatten && !all.market && !all.engine);
    QCOMPARE(parseControlRequest(R"({"request":"flatten","market":"ETH"})").value().market.value(),
             "ETH");
    QCOMPARE(parseControlRequest(R"({"request":"flatten","engine":2})").value().engine.value(), 2);
    const auto release =
        parseControlRequest(R"({"request":"release","halt":"kill","why":"seen","engine":1})")
            .value();
    QVERIFY(release.verb == ControlVerb::Release);
    QCOMPARE(release.halt, "kill");
    QCOMPARE(release.why, "seen");
    QCOMPARE(release.engine.value(), 1);
}

void ControlServerTest::namesWhatIsWrongWithARequest_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QByteArray& line, const QString& says) {
        QTest::newRow(name) << line << says;
    };
    row("nothing", "", u"byte 0"_s);
    row("no JSON", "status", u"byte 1"_s);
    row("cut", R"({"request":)", u"byte"_s);
    row("no object", R"(["status"])", u"object"_s);
    row("no request", "{}", u"'request' is missing"_s);
    row("request no text", R"({"request":1})", u"'request' must be a text"_s);
    row("unknown request", R"({"request":"flaten"})", u"did you mean 'flatten'?"_s);
    row("unknown key", R"({"request":"flatten","markt":"ETH"})", u"did you mean 'market'?"_s);
    row("key of another", R"({"request":"kill","market":"ETH"})", u"no key 'market'"_s);
    row("market no text", R"({"request":"flatten","market":5})", u"'market' must"_s);
    row("market empty", R"({"request":"flatten","market":""})", u"'market' must"_s);
    row("engine below", R"({"request":"flatten","engine":-1})", u"'engine' must"_s);
    row("engine half", R"({"request":"flatten","engine":1.5})", u"'engine' must"_s);
    row("engine huge", R"({"request":"flatten","engine":1e300})", u"'engine' must"_s);
    row("engine text", R"({"request":"flatten","engine":"1"})", u"'engine' must"_s);
    row("both", R"({"request":"flatten","engine":1,"market":"ETH"})", u"exclude"_s);
    row("release of nothing", R"({"request":"release","why":"x"})", u"'halt' must"_s);
    row("release unreasoned", R"({"request":"release","halt":"kill"})", u"'why' must"_s);
    row("blank reason", R"({"request":"release","halt":"kill","why":" "})", u"'why' must"_s);
    row("release engine", R"({"request":"release","halt":"kill","why":"x","engine":-1})",
        u"'engine' must"_s);
    row("release market", R"({"request":"release","market":"ETH"})", u"no key 'market'"_s);
    row("too long", QByteArray(5'000, ' '), u"longer than 4096"_s);
    row("zeros", QByteArray(3, '\0'), u"byte"_s);
}

void ControlServerTest::namesWhatIsWrongWithARequest()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QString, says);
    const auto request = parseControlRequest(line.toStdString());
    QVERIFY(!request);
    const QString sentence = QString::fromStdString(request.error().sentence);
    QVERIFY2(sentence.contains(says), qPrintable(sentence));
}

void ControlServerTest::anyBytesGiveARequestOrASentence()
{
    const bool any = rc::check("bytes", [](const std::string& bytes) {
        const auto request = parseControlRequest(bytes);
        RC_ASSERT((request.has_value() || !request.error().sentence.empty()));
        const std::string reply = io::controlRefusal(request ? bytes : request.error().sentence);
        RC_ASSERT(reply.find('\n') == std::string::npos);
        RC_ASSERT(QJsonDocument::fromJson(QByteArray::fromStdString(reply))
                      .object()
                      .contains(u"error"_s));
    });
    const bool near = rc::check("a request with one byte changed", [] {
        std::string line = R"({"request":"flatten","market":"ETH"})";
        line[*rc::gen::inRange<std::size_t>(0, line.size())] = *rc::gen::arbitrary<char>();
        const auto request = parseControlRequest(line);
        RC_ASSERT(
            (request ? request->verb == ControlVerb::Flatten : !request.error().sentence.empty()));
    });
    QVERIFY(any && near);
}

void ControlServerTest::answersOneLineForEach()
{
    const QTemporaryDir folder;
    ControlServer server{echo};
    QVERIFY(server.listen(folder.filePath(u"s"_s)).has_value());
    Client client{folder.filePath(u"s"_s)};
    client.send("{\"request\":\"status\"}\n{\"request\":\"kill\"}\r\n");
    QCOMPARE(did(client.line()), u"status"_s);
    QCOMPARE(did(client.line()), u"kill"_s);
    QCOMPARE(did(client.ask(R"({"request":"flatten","market":"XAU"})")), u"flatten XAU"_s);
}

void ControlServerTest::aBadLineLeavesTheConnectionGood()
{
    const QTemporaryDir folder;
    ControlServer server{echo};
    QVERIFY(server.listen(folder.filePath(u"s"_s)).has_value());
    Client client{folder.filePath(u"s"_s)};
    QVERIFY(error(client.ask("nonsense")).contains(u"byte"_s));
    QVERIFY(error(client.ask("")).contains(u"byte"_s));
    QVERIFY(error(client.ask(R"({"request":"stauts"})")).contains(u"'status'"_s));
    QCOMPARE(did(client.ask(R"({"request":"status"})")), u"status"_s);
}

void ControlServerTest::aLineInPiecesIsOneRequest()
{
    const QTemporaryDir folder;
    ControlServer server{echo};
    QVERIFY(server.listen(folder.filePath(u"s"_s)).has_value());
    Client client{folder.filePath(u"s"_s)};
    Client other{folder.filePath(u"s"_s)};
    client.send(R"({"request":)");
    QCOMPARE(did(other.ask(R"({"request":"kill"})")), u"kill"_s); // the piece has arrived by now
    client.send("\"status\"}\n");
    QCOMPARE(did(client.line()), u"status"_s);
}

void ControlServerTest::twoClientsGetTheirOwnAnswers()
{
    const QTemporaryDir folder;
    ControlServer server{echo};
    QVERIFY(server.listen(folder.filePath(u"s"_s)).has_value());
    Client first{folder.filePath(u"s"_s)};
    Client second{folder.filePath(u"s"_s)};
    first.send("{\"request\":\"status\"}\n");
    second.send("{\"request\":\"kill\"}\n");
    QCOMPARE(did(second.line()), u"kill"_s);
    QCOMPARE(did(first.line()), u"status"_s);
}

void ControlServerTest::aLineTooLongEndsTheConnection()
{
    const QTemporaryDir folder;
    int asked = 0;
    ControlServer server{[&asked](const ControlRequest& request) {
        ++asked;
        return echo(request);
    }};
    QVERIFY(server.listen(folder.filePath(u"s"_s)).has_value());
    Client client{folder.filePath(u"s"_s)};
    Client other{folder.filePath(u"s"_s)};
    client.send(QByteArray(100'000, 'x'));
    QVERIFY(error(client.line()).contains(u"longer than 4096"_s));
    QVERIFY(client.ends());
    QCOMPARE(did(other.ask(R"({"request":"status"})")), u"status"_s);
    QCOMPARE(asked, 1);
}

void ControlServerTest::aSilentClientIsSentAway()
{
    const QTemporaryDir folder;
    ControlServer server{echo, ControlBounds{.silence = std::chrono::milliseconds{20}}};
    QVERIFY(server.listen(folder.filePath(u"s"_s)).has_value());
    Client silent{folder.filePath(u"s"_s)};
    QVERIFY(error(silent.line()).contains(u"too long"_s));
    QVERIFY(silent.ends());
}

void ControlServerTest::aNewClientTakesThePlaceOfTheSilentOne()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"s"_s);
    ControlServer server{echo, ControlBounds{.connections = 2}};
    QVERIFY(server.listen(path).has_value());
    Client first{path};
    QCOMPARE(did(first.ask(R"({"request":"status"})")), u"status"_s);
    Client silent{path};
    silent.send(" ");
    QCOMPARE(did(first.ask(R"({"request":"status"})")), u"status"_s);
    Client third{path};
    QCOMPARE(did(third.ask(R"({"request":"kill"})")), u"kill"_s);
    QVERIFY(error(silent.line()).contains(u"too many"_s));
    QVERIFY(silent.ends());
    QCOMPARE(did(first.ask(R"({"request":"status"})")), u"status"_s);
}

void ControlServerTest::aClientThatLeavesEarlyIsForgotten()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"s"_s);
    ControlServer server{echo, ControlBounds{.connections = 1}};
    QVERIFY(server.listen(path).has_value());
    {
        Client client{path};
        client.send("{\"request\":\"status\"}\n{\"requ");
    }
    Client next{path};
    QCOMPARE(did(next.ask(R"({"request":"status"})")), u"status"_s);
}

void ControlServerTest::theSocketIsPrivateAndGoesWithTheServer()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"s"_s);
    {
        ControlServer server{echo};
        QVERIFY(server.listen(path).has_value());
#ifdef Q_OS_UNIX
        struct stat info
        {};
        QCOMPARE(::stat(qPrintable(path), &info), 0);
        QCOMPARE(info.st_mode & 0077U, 0U);
#endif
    }
    QVERIFY(!QFileInfo::exists(path));
}

#ifdef Q_OS_UNIX
namespace {

/// A connected plain socket, or -1. No Qt: it is also used between fork() and _exit().
int connectPlainly(const QByteArray& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address.sun_path);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const bool connected =
        ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    return connected ? socket : -1;
}

} // namespace
#endif

void ControlServerTest::aSocketLeftBehindIsReplaced()
{
#ifdef Q_OS_UNIX
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"s"_s);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    std::copy(name.begin(), name.end(), address.sun_path);
    const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QCOMPARE(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(dead); // as a crash leaves it: the file stays
    QVERIFY(QFileInfo::exists(path));
    ControlServer server{echo};
    QVERIFY(server.listen(path).has_value());
    Client client{path};
    QCOMPARE(did(client.ask(R"({"request":"status"})")), u"status"_s);
#else
    QSKIP("a pipe leaves nothing behind");
#endif
}

void ControlServerTest::anotherUserIsRefused()
{
#ifdef Q_OS_UNIX
    if (::geteuid() != 0) {
        QSKIP("only root can be somebody else for a moment");
    }
    constexpr uid_t kNobody = 65'534;
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"s"_s);
    int asked = 0;
    ControlServer server{[&asked](const ControlRequest& request) {
        ++asked;
        return echo(request);
    }};
    QVERIFY(server.listen(path).has_value());
    const QByteArray name = QFile::encodeName(path);
    QCOMPARE(::chmod(name.constData(), 0777), 0); // the file system would keep them out already
    QCOMPARE(::chmod(qPrintable(folder.path()), 0755), 0);
    int pipe[2];
    QCOMPARE(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const bool other = ::setuid(kNobody) == 0;
        const int socket = other ? connectPlainly(name) : -1;
        constexpr char kLine[] = "{\"request\":\"kill\"}\n";
        char answer = 's'; // somebody answered
        if (socket < 0 || ::send(socket, kLine, sizeof kLine - 1, MSG_NOSIGNAL) < 0
            || ::read(socket, &answer, 1) <= 0)
        {
            answer = socket < 0 ? 'c' : 'r';
        }
        (void)!::write(pipe[1], &answer, 1);
        ::_exit(0);
    }
    ::close(pipe[1]);
    ::fcntl(pipe[0], F_SETFL, O_NONBLOCK);
    char answer = 0;
    (void)QTest::qWaitFor([&] { return ::read(pipe[0], &answer, 1) == 1; }, kPatienceMs);
    ::close(pipe[0]);
    QCOMPARE(answer, 'r'); // connected, and cut off without a word
    QCOMPARE(asked, 0);
#else
    QSKIP("the pipe's access list refuses them");
#endif
}

void ControlServerTest::namesThePathThatCannotBe()
{
    ControlServer server{echo};
    const QString tooLong = u"/tmp/"_s + QString{200, u'x'};
    QVERIFY(!io::fitsSocketName(tooLong));
    const auto longName = server.listen(tooLong);
    QVERIFY(!longName && longName.error().find("longer than 90 bytes") != std::string::npos);
    const auto nowhere = server.listen(u"/there/is/no/such/folder/s"_s);
    QVERIFY(!nowhere && nowhere.error().find("/there/is/no/such/folder/s") != std::string::npos);
}

WICK_TEST(ControlServerTest)
#include "tst_controlserver.moc"

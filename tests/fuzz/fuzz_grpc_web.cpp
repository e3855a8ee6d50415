// Frames are taken apart in whatever pieces they come; no error quotes the token. The input is the
// answer's headers, an empty line, and the body.

#include "grpc_web.hpp"
#include "target.hpp"

namespace argocdpp::fuzz {

namespace {

constexpr std::size_t limit = 1 << 16;

http_head head_of(std::string_view text) {
    http_head head{200, {}};
    for (const std::string& line : lines_of(text)) {
        std::string_view rest = line;
        const std::string name(take_until(rest, ": "));
        if (name == "Status" && rest.size() == 3)
            head.status = std::atoi(std::string(rest).c_str());
        head.headers.emplace_back(name, rest);
    }
    return head;
}

struct outcome {
    std::string message;
    std::string failure;
    error_kind kind = error_kind::local;

    bool operator==(const outcome&) const = default;
};

outcome answer(const http_head& head, const std::vector<std::string_view>& pieces) {
    outcome got;
    try {
        argocdpp::grpc_web::answer_sink sink("POST /s/M", limit);
        sink.begin(head);
        for (const std::string_view piece : pieces)
            sink.write(piece);
        sink.check(head, secret);
        got.message = sink.take_message();
    } catch (const error& failure) {
        got.failure = failure.what();
        got.kind = failure.kind;
        expect_no_secret(failure.what());
        expect_no_secret(failure.server_text);
        expect(failure.kind != error_kind::local, "what the server says is not of this machine");
    }
    return got;
}

std::string frames_of(const std::vector<std::string_view>& pieces) {
    std::string again;
    argocdpp::grpc_web::frame_reader reader(limit);
    try {
        for (const std::string_view piece : pieces)
            reader.feed(piece, [&again](bool is_trailers, const std::string& content) {
                std::string frame = argocdpp::grpc_web::frame(content);
                frame[0] = is_trailers ? '\x80' : '\0';
                again += frame;
            });
    } catch (const error&) {
        return again;
    }
    return again;
}

} // namespace

void grpc_web(std::string_view text) {
    const http_head head = head_of(take_until(text, "\n\n"));
    const std::vector<std::string_view> pieces = cut(text, 10);
    expect(answer(head, pieces) == answer(head, {text}), "pieces give the outcome of the whole");
    const std::string frames = frames_of(pieces);
    expect(frames == frames_of({text}), "pieces give the frames of the whole");
    expect(text.starts_with(frames), "frames are written as they were read");
    argocdpp::grpc_web::status_of_trailers(text);
}

} // namespace argocdpp::fuzz

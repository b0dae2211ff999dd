#include "anyward/check/dns_message.hpp"

#include "anyward/base/deleter.hpp"
#include "anyward/base/text.hpp"
#include "anyward/check/dns_registry.hpp"
#include "anyward/check/signature_time.hpp"

#include <algorithm>
#include <ctime>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <new>
#include <stdbool.h> // <ldns/ldns.h> uses bool without it
#include <stdexcept>

#include <ldns/ldns.h>

namespace anyward {

namespace {

using Packet = std::unique_ptr<ldns_pkt, Deleter<ldns_pkt_free>>;
using Name = std::unique_ptr<ldns_rdf, Deleter<ldns_rdf_deep_free>>;
// free() may be a macro or an overload set, so it gets a function of its own.
inline void free_text(char* text) {
    std::free(text);
}
using Text = std::unique_ptr<char, Deleter<free_text>>;
using Buffer = std::unique_ptr<ldns_buffer, Deleter<ldns_buffer_free>>;

constexpr std::size_t header_length = 12; // RFC 1035 4.1.1
constexpr std::uint16_t edns_udp_size = 1232;
constexpr std::size_t usual_question = 512; // bytes; ldns makes room for more

Name make_name(const std::string& text) {
    return Name(ldns_dname_new_frm_str(text.c_str()));
}

std::uint16_t full_rcode(const ldns_pkt& packet) {
    // RFC 6891 6.1.3: the OPT record carries the upper eight bits.
    return static_cast<std::uint16_t>(ldns_pkt_edns_extended_rcode(&packet) << 4 | ldns_pkt_get_rcode(&packet));
}

/// What differs between the packet's question and ours; empty when it is the same.
std::string question_difference(const ldns_pkt& packet, const Question& wanted) {
    const auto* questions = ldns_pkt_question(&packet);
    const auto count = ldns_rr_list_rr_count(questions);
    if (count == 0 && ldns_pkt_get_rcode(&packet) != LDNS_RCODE_NOERROR) {
        return {}; // servers that could or would not read the question send the header alone
    }
    if (count != 1) {
        return fmt::format("response has {} questions", count);
    }
    const auto* asked = ldns_rr_list_rr(questions, 0);
    const auto name = make_name(wanted.name);
    if (name == nullptr || ldns_dname_compare(ldns_rr_owner(asked), name.get()) != 0) {
        return "response is about another name";
    }
    if (ldns_rr_get_type(asked) != wanted.rr_type || ldns_rr_get_class(asked) != wanted.rr_class) {
        return "response is about another type or class";
    }
    return {};
}

/// `; extended error 22 (No Reachable Authority: text)` where the server says why (RFC 8914), else nothing.
std::string extended_error(ldns_pkt& packet) {
    const auto* options = ldns_pkt_edns_get_option_list(&packet); // stays the packet's
    for (std::size_t i = 0; options != nullptr && i < ldns_edns_option_list_get_count(options); ++i) {
        const auto* option = ldns_edns_option_list_get_option(options, i);
        const auto size = ldns_edns_get_size(option);
        if (ldns_edns_get_code(option) != LDNS_EDNS_EDE || size < 2) {
            continue;
        }
        const auto* data = ldns_edns_get_data(option);
        const auto code = static_cast<std::uint16_t>(data[0] << 8 | data[1]);
        std::string words(extended_error_name(code));
        if (size > 2) {
            words += ": " + printable({data + 2, data + size});
        }
        return fmt::format("; extended error {} ({})", code, shortened(std::move(words)));
    }
    return {};
}

/// A field as dig prints it; nothing for one that ldns cannot print. Of some types ldns lets bytes through as they
/// came.
std::string as_text(const ldns_rdf* field) {
    const Text text(ldns_rdf2str(field));
    return printable(text == nullptr ? "" : text.get());
}

/// A record's data as dig prints it.
std::string data_text(const ldns_rr& record) {
    std::string text;
    for (std::size_t i = 0; i < ldns_rr_rd_count(&record); ++i) {
        text += fmt::format("{}{}", i == 0 ? "" : " ", as_text(ldns_rr_rdf(&record, i)));
    }
    return text;
}

/// What is wanted of the answer's records and flags and is not there; empty when all is.
std::string missing_from(const ldns_pkt& packet, const Question& question, const Expectation& expect) {
    const auto* answer = ldns_pkt_answer(&packet);
    std::vector<std::string> data;
    for (std::size_t i = 0; i < ldns_rr_list_rr_count(answer); ++i) {
        const auto& record = *ldns_rr_list_rr(answer, i);
        if (ldns_rr_get_type(&record) == question.rr_type || question.rr_type == LDNS_RR_TYPE_ANY) {
            data.push_back(data_text(record));
        }
    }
    if (data.size() < expect.records) {
        return fmt::format("{} of the asked records, wanted {} or more", data.size(), expect.records);
    }
    // A check's word has lost the quotes that dig puts around a string.
    const auto is_wanted = [&](const std::string& text) {
        return text == *expect.data || text == fmt::format("\"{}\"", *expect.data);
    };
    if (expect.data && std::ranges::none_of(data, is_wanted)) {
        return fmt::format("no record is '{}'{}", *expect.data,
                           data.empty() ? "" : shortened(fmt::format("; there is {}", fmt::join(data, ", "))));
    }
    if (expect.authenticated && !ldns_pkt_ad(&packet)) {
        return "the AD bit is not set: not validated";
    }
    return {};
}

/// What is wrong with the signatures in the answer and in what is beside it, where a denial has them; empty when
/// nothing is.
std::string signature_problem(const ldns_pkt& packet, Duration wanted, std::time_t now) {
    constexpr std::size_t rrsig_fields = 9; // RFC 4034 3.1; ldns takes a record with fewer
    bool any = false;
    for (const auto* section : {ldns_pkt_answer(&packet), ldns_pkt_authority(&packet)}) {
        for (std::size_t i = 0; i < ldns_rr_list_rr_count(section); ++i) {
            const auto& record = *ldns_rr_list_rr(section, i);
            if (ldns_rr_get_type(&record) != LDNS_RR_TYPE_RRSIG) {
                continue;
            }
            any = true;
            if (ldns_rr_rd_count(&record) < rrsig_fields) {
                return "a signature is cut off";
            }
            const auto problem = untimely(ldns_rdf2native_int32(ldns_rr_rrsig_inception(&record)),
                                          ldns_rdf2native_int32(ldns_rr_rrsig_expiration(&record)), wanted, now);
            if (!problem.empty()) {
                return fmt::format("the signature of {} {} {}", as_text(ldns_rr_owner(&record)),
                                   as_text(ldns_rr_rrsig_typecovered(&record)), problem);
            }
        }
    }
    return any ? "" : "no signature in the answer";
}

std::optional<std::uint32_t> serial_in(const ldns_pkt& packet) {
    constexpr std::size_t serial = 2; // RFC 1035 3.3.13
    const auto* answer = ldns_pkt_answer(&packet);
    for (std::size_t i = 0; i < ldns_rr_list_rr_count(answer); ++i) {
        const auto& record = *ldns_rr_list_rr(answer, i);
        if (ldns_rr_get_type(&record) == LDNS_RR_TYPE_SOA && ldns_rr_rd_count(&record) > serial) {
            return ldns_rdf2native_int32(ldns_rr_rdf(&record, serial));
        }
    }
    return std::nullopt;
}

AnswerReading judge_content(ldns_pkt& packet, const Question& question, const Expectation& expect, std::time_t now) {
    const auto rcode = full_rcode(packet);
    if (!expect.accepts(rcode)) {
        std::vector<std::string> names;
        std::ranges::transform(expect.rcodes, std::back_inserter(names), rcode_name);
        return {VerdictKind::rcode,
                fmt::format("rcode {}, wanted {}{}{}", rcode_name(rcode), expect.excluded ? "any but " : "",
                            fmt::join(names, " or "), extended_error(packet)),
                true};
    }
    if (ldns_pkt_tc(&packet)) {
        return {VerdictKind::truncated, "the answer is truncated", true};
    }
    const auto failed = [&](VerdictKind kind, const std::string& why) {
        return AnswerReading{kind, fmt::format("{}, {}{}", rcode_name(rcode), why, extended_error(packet)), true};
    };
    if (const auto missing = missing_from(packet, question, expect); !missing.empty()) {
        return failed(VerdictKind::answer, missing);
    }
    if (expect.signed_for) {
        if (const auto problem = signature_problem(packet, *expect.signed_for, now); !problem.empty()) {
            return failed(VerdictKind::signature, problem);
        }
    }
    const auto answers = ldns_pkt_ancount(&packet);
    return {
        VerdictKind::ok,
        fmt::format("{}, {} answer{}{}", rcode_name(rcode), answers, answers == 1 ? "" : "s", extended_error(packet)),
        true, serial_in(packet)};
}

} // namespace

bool Expectation::accepts(std::uint16_t rcode) const {
    const bool listed = std::ranges::find(rcodes, rcode) != rcodes.end();
    return listed != excluded;
}

bool is_domain_name(std::string_view text) {
    return !text.empty() && make_name(std::string(text)) != nullptr;
}

std::optional<std::uint16_t> rr_type_from(std::string_view text) {
    const auto name = upper(text);
    if (name.starts_with("TYPE")) {
        return generic_number(name, "TYPE"); // ldns would read TYPE65x as 65
    }
    const auto type = ldns_get_rr_type_by_name(name.c_str());
    return type == 0 ? std::nullopt : std::optional(static_cast<std::uint16_t>(type));
}

std::optional<std::uint16_t> rr_class_from(std::string_view text) {
    const auto name = upper(text);
    if (name.starts_with("CLASS")) {
        return generic_number(name, "CLASS");
    }
    const auto rr_class = ldns_get_rr_class_by_name(name.c_str());
    return rr_class == 0 ? std::nullopt : std::optional(static_cast<std::uint16_t>(rr_class));
}

std::vector<std::uint8_t> question_bytes(const Question& question, std::uint16_t id) {
    auto name = make_name(question.name);
    if (name == nullptr) {
        throw std::runtime_error(fmt::format("'{}' is no domain name", question.name));
    }
    const auto flags = static_cast<std::uint16_t>((question.recursion_desired ? LDNS_RD : 0) |
                                                  (question.checking_disabled ? LDNS_CD : 0));
    // ldns_pkt_query_new takes the name over.
    const Packet packet(ldns_pkt_query_new(name.release(), static_cast<ldns_rr_type>(question.rr_type),
                                           static_cast<ldns_rr_class>(question.rr_class), flags));
    if (packet == nullptr) {
        throw std::bad_alloc();
    }
    ldns_pkt_set_id(packet.get(), id);
    ldns_pkt_set_edns_udp_size(packet.get(), edns_udp_size);
    ldns_pkt_set_edns_do(packet.get(), question.dnssec_ok);
    const Buffer wire(ldns_buffer_new(usual_question)); // ldns_pkt2wire() takes 64 KiB
    if (wire == nullptr) {
        throw std::bad_alloc();
    }
    if (const auto status = ldns_pkt2buffer_wire(wire.get(), packet.get()); status != LDNS_STATUS_OK) {
        throw std::runtime_error(fmt::format("question for '{}': {}", question.name, ldns_get_errorstr_by_id(status)));
    }
    return {ldns_buffer_begin(wire.get()), ldns_buffer_current(wire.get())};
}

AnswerReading read_answer(std::span<const std::uint8_t> datagram, const Question& question, std::uint16_t id,
                          const Expectation& expect, std::chrono::system_clock::time_point now) {
    if (datagram.size() < header_length) {
        return {VerdictKind::malformed, fmt::format("{} bytes are no DNS message", datagram.size()), false};
    }
    if ((datagram[0] << 8 | datagram[1]) != id) {
        return {VerdictKind::mismatch, "response has another id than the question", false};
    }
    ldns_pkt* raw = nullptr;
    const auto status = ldns_wire2pkt(&raw, datagram.data(), datagram.size());
    const Packet packet(raw);
    if (status != LDNS_STATUS_OK) {
        return {VerdictKind::malformed, fmt::format("not a DNS message: {}", ldns_get_errorstr_by_id(status)), false};
    }
    if (!ldns_pkt_qr(packet.get())) {
        return {VerdictKind::malformed, "a question came back, no response", false};
    }
    if (auto difference = question_difference(*packet, question); !difference.empty()) {
        return {VerdictKind::mismatch, std::move(difference), false};
    }
    if (ldns_pkt_get_opcode(packet.get()) != LDNS_PACKET_QUERY) {
        return {VerdictKind::malformed, "response has another opcode than the question", true};
    }
    return judge_content(*packet, question, expect, std::chrono::system_clock::to_time_t(now));
}

} // namespace anyward

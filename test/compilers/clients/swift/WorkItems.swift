import Foundation

enum Policy {
    case retry, renew, fail
}

struct Reply {
    let errCode: Int
    let errMsg: String
    let data: String?
}

enum ProjectError: Error {
    case refused(String)
}

struct WorkItems {
    let base = "https://project.feishu.cn/open_api"
    let post: (String, String) throws -> Reply

    /// A mapper to policies.
    static func policy(of reply: Reply) -> Policy {
        switch reply.errCode {
        case 10022:
            return .renew
        case 10429:
            return .retry
        default:
            return .fail
        }
    }

    /// Early returns in sequence, and no second try anywhere.
    func comment(item: Int, content: String) throws -> String? {
        let reply = try post("\(base)/work_item/story/\(item)/comment/create", content)
        if reply.errCode == 0 { return reply.data }
        if reply.errCode == 10429 { throw ProjectError.refused("too many requests") }
        if reply.errCode == 20006 { return nil }
        throw ProjectError.refused(reply.errMsg)
    }
}
